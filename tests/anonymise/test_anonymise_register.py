import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.anonymise import Entry, NoModel, Register, Span, detect
from fieldstudy.errors import StudyError

KNOWN = Register.of(
    [
        Entry("P03", "participant", "Delroy Pemberthy", ("Del",)),
        Entry("P04", "participant", "Gwen Sallis-Howe"),
        Entry("P09", "participant", "Carenza Savage"),
        Entry("P10", "participant", "Emlyn Rock"),
        Entry("hurt", "person", "Priyanka Hurt"),
        Entry("bill", "person", "May Bill"),
        Entry("will", "person", "Will Markham"),
        Entry("neill", "person", "Zoë O’Néill"),
        Entry("vale", "area", "Ormesvale"),
        Entry("city", "town", "Ashdenbridge"),
        Entry("force", "police_force", "Ormesvale Police", ("Ormesvale Constabulary", "OP")),
        Entry("unit", "team", "Ormesvale Violence Prevention Partnership"),
        Entry("first", "detail", "the only woman superintendent we have had", (), "", "an officer"),
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.entity) for s in detect(text, KNOWN, NoModel())]


def entities(text: str) -> list[str]:
    return [entity for _, entity in found(text)]


@pytest.mark.parametrize(
    "form",
    ["Delroy Pemberthy", "Pemberthy", "Delroy", "Del", "PEMBERTHY", "pemberthy", "D. Pemberthy"],
)
def test_every_form_of_a_name_is_found(form: str) -> None:
    assert found(f"Then {form} rang the council.") == [(form, "P03")]


def test_possessive_stays_outside() -> None:
    assert found("It was in Pemberthy’s diary and Del's.") == [("Pemberthy", "P03"), ("Del", "P03")]


@pytest.mark.parametrize(
    "form", ["Zoe O'Neill", "ZOË O’NÉILL", "Zoë O\u2019Ne\u0301ill", "O'Neill"]
)
def test_quotes_and_accents_do_not_hide_a_name(form: str) -> None:
    assert found(f"We asked {form} twice.") == [(form, "neill")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He won't. Markham’s law, we call it.", "Markham"),
        ("It wasn’t Timms' doing; they didn't. Timms left.", "Timms"),
        ("I'd. Pemberthy went on ahead.", "Pemberthy"),
        ("That was a class d. Pemberthy said so.", "Pemberthy"),
        ("So did I. Markham agreed.", "Markham"),
        ("it was a fordlow thing", "fordlow"),
        ("it was d. pemberthy who did it", "d. pemberthy"),
        ("We asked o'Neill twice.", "o'Neill"),
    ],
)
def test_only_an_initial_joins_a_surname(text: str, name: str) -> None:
    known = KNOWN.extended(
        [Entry("timms", "person", "Tara Timms"), Entry("a", "person", "Abe Fordlow")]
    )
    assert {text[s.start : s.end] for s in detect(text, known, NoModel())} == {name}


def test_invisible_characters_do_not_hide_a_name() -> None:
    assert entities("We asked Pem\u200bber\u00adthy twice.") == ["P03"]


@pytest.mark.parametrize("heard", ["Pemberthey", "Pemburthy", "Pembury", "Pembarthy", "Penberthy"])
def test_misheard_surname_is_found(heard: str) -> None:
    assert entities(f"Ask {heard} about the bid.") == ["P03"]


def test_name_written_as_two_words_is_found() -> None:
    assert found("It began in Ashden bridge.") == [("Ashden bridge", "city")]


def test_hyphened_surname_in_parts_is_found() -> None:
    assert entities("Gwen Sallis said so, and Sallis Howe, and Howe.") == ["P04", "P04", "P04"]


@pytest.mark.parametrize(
    "text",
    [
        "We hit rock bottom, and the savage cuts hurt us.",
        "Savage cuts came. Rock bottom was next. Hurt people hurt people.",
        "It will mark the end, and it may not.",
        "The bill went through in May. May I add one thing? Will you?",
        "They paid the Bill in May 2019.",
        "That delivery delta was delayed.",
    ],
)
def test_everyday_words_stay(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("I asked Savage about the cuts.", "P09"),
        ("Savage said no.", "P09"),
        ("Rock's team was there.", "P10"),
        ("We saw dr hurt and left.", "hurt"),
        ("Ask emlyn rock about it.", "P10"),
        ("Ask May Bill about it.", "bill"),
        ("I asked Will about it.", "will"),
    ],
)
def test_everyday_word_as_a_name_is_found(text: str, entity: str) -> None:
    assert entities(text) == [entity]


def test_the_longest_form_counts() -> None:
    assert found("Ormesvale Constabulary, then Ormesvale.") == [
        ("Ormesvale Constabulary", "force"),
        ("Ormesvale", "vale"),
    ]


def test_full_name_counts_before_its_short_form_written_as_one_word() -> None:
    council = Entry("council", "council", "Ormesvale County Council", ("Ormesvale County",))
    text = "Ormesvale County Council met."
    spans = detect(text, Register.of([council]), NoModel())
    assert [text[s.start : s.end] for s in spans] == ["Ormesvale County Council"]


def test_replacement_made_before_is_left_alone() -> None:
    towns = Register.from_names(["Town 4", "Person 2"], kind="project")
    assert detect("[Town 4] rang [Person 2], then [withdrawn].", towns, NoModel()) == []


def test_everyday_surname_that_begins_a_sentence_needs_a_person_after_it() -> None:
    assert entities("Savage budget rounds followed. Savage said so.") == ["P09"]


def test_project_called_by_an_everyday_word_is_masked_and_queued() -> None:
    known = Register.from_names(["Lamplight"], kind="project")
    spans = detect("Lamplight began there. We like Lamplight, not lamplight.", known, NoModel())
    assert [(s.start, s.state) for s in spans] == [(0, "unsure"), (31, "sure")]


def test_short_capitals_are_a_name_only_as_capitals() -> None:
    assert entities("The OP did it. We op for it.") == ["force"]


def test_letters_of_a_team_are_found() -> None:
    assert entities("The OVPP met.") == ["unit"]


def test_identifying_detail_is_found() -> None:
    assert entities("She was the only woman superintendent we have had.") == ["first"]


def test_namesake_of_this_interview_counts_first() -> None:
    from fieldstudy.anonymise.detect import Passage, Settings, detect_study

    daves = Register.of(
        [Entry("P01", "participant", "Dave Orrin"), Entry("P02", "participant", "Dave Mayle")]
    )
    passages = [Passage("2", "As Dave said.")]
    spans = detect_study(passages, daves, Settings(), {"2": frozenset({"P02"})}).spans[0]
    assert [(s.entity, s.state) for s in spans] == [("P02", "sure")]
    spans = detect_study(passages, daves, Settings()).spans[0]
    assert [s.state for s in spans] == ["unsure"]


def test_bad_rows_of_a_register_are_all_named(tmp_path) -> None:
    path = tmp_path / "register.csv"
    head = "entity,kind,name,aliases,role,generalisation\n"
    path.write_text(head + "a,wizard,Merle,,,\nb,town,,,,\nc,town,Tarn,,,\nc,town,Tern,,,\n")
    with pytest.raises(StudyError) as error:
        Register.from_csv(path)
    assert [p.where.rsplit(":", 2)[1:] for p in error.value.problems] == [
        ["2", " kind"],
        ["3", " name"],
        ["5", " entity"],
    ]


NAMES = st.sampled_from(["Delroy Pemberthy", "Carenza Savage", "Gwen Sallis-Howe", "Emlyn Rock"])
SHAPES = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        str.title,
        lambda n: n.replace(" ", "  "),
        lambda n: n.replace("-", "‐"),
        lambda n: n.replace("-", " "),
        lambda n: f"{n.split()[1]}, {n.split()[0]}",
        lambda n: f"{n[0]}. {n.split()[1]}",
        lambda n: n.replace("e", "e\u0301"),
        lambda n: f"{n}’s",
        lambda n: f"“{n}”",
    ]
)
TALK = st.sampled_from(["I rang ", "said to ", "It was, erm, ", "", "with the board and ", "Dr "])


@given(TALK, NAMES, SHAPES, st.sampled_from([".", " rang.", "!", " and so on", "'s idea"]))
@settings(max_examples=300, deadline=None)
def test_no_registered_name_survives(before: str, name: str, shape, after: str) -> None:
    text = f"{before}{shape(name)}{after}"
    spans = detect(text, KNOWN, NoModel())
    left = "".join(
        char for at, char in enumerate(text) if not any(s.start <= at < s.end for s in spans)
    )
    for part in name.lower().replace("-", " ").split():
        assert part not in left.lower().replace("\u0301", "").split()


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_spans_of_any_text_are_in_order_and_disjoint(text: str) -> None:
    spans: list[Span] = detect(text, KNOWN, NoModel())
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))
