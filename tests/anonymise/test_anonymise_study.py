import random
import re
from dataclasses import replace
from operator import itemgetter

import pytest

from fieldstudy.anonymise import Entry, decisions, measure, tables
from fieldstudy.anonymise.corpus import Anonymised, Source, anonymise
from fieldstudy.anonymise.detect import Settings
from fieldstudy.anonymise.diff import page
from fieldstudy.anonymise.files import span_rows
from fieldstudy.anonymise.spans import Span
from fieldstudy.errors import StudyError

SAID = [
    ("1", "1", "Imogen Tallow", "Thank you. What came first, Del?"),
    (
        "1",
        "2",
        "Delroy Pemberthy",
        "On 14 March 2019 Gwen rang. Angela Mossop was there, in Ormesvale.",
    ),
    (
        "1",
        "3",
        "Sallis, Gwen (Guest)",
        "Between us, Tarnholt sat on it. Then Mossop paid, in mossop style.",
    ),
    ("2", "1", "Imogen Tallow", "And here? Ring 07700 900123."),
    ("2", "2", "Emlyn Rock", "Rock bottom, that was us. Stranholm Road, and Kyle."),
]
TURNS = [{"interview": i, "turn": t, "speaker": s, "start": "", "text": x} for i, t, s, x in SAID]
PEOPLE = [
    {
        "participant": p,
        "name": n,
        "interview": i,
        "role": r,
        "role_class": r,
        "organisation": "",
        "consent_quote": "yes",
        "consent_archive": "yes",
        "withdrawn": "no",
    }
    for p, n, i, r in [
        ("P01", "Delroy Pemberthy", "1", "police"),
        ("P03", "Gwen Sallis", "1", "police"),
        ("P10", "Emlyn Rock", "2", "council"),
    ]
]
REGISTER = [
    Entry("im", "interviewer", "Imogen Tallow"),
    Entry("p01", "participant", "Delroy Pemberthy", ("Del",)),
    Entry("vale", "area", "Ormesvale"),
    Entry("strand", "town", "Strandby"),
    Entry("fold", "place", "Fold End"),
]
WITHDRAWAL = {
    "kind": "withdrawn",
    "interview": "1",
    "turn": "3",
    "quote": "Between us, Tarnholt sat on it.",
}
SOURCE = Source(TURNS, REGISTER, PEOPLE, [], [])


def run(source: Source = SOURCE) -> Anonymised:
    return anonymise(source, Settings(), b"salt")


def texts(made: Anonymised) -> list[str]:
    return [turn["text"] for turn in made.turns]


def answer(text: str, decision: str, interview: str = "", replacement: str = "", kind: str = ""):
    return decisions.Decision(2, interview, text, decision, replacement, kind)


def test_one_person_is_one_replacement_everywhere() -> None:
    made = run()
    assert [turn["speaker"] for turn in made.turns] == [
        *("[Interviewer]", "[Participant 1]", "[Participant 3]"),
        *("[Interviewer]", "[Participant 10]"),
    ]
    assert texts(made)[0] == "Thank you. What came first, [Participant 1]?"
    assert texts(made)[1].startswith("On [spring 2019] [Participant 3] rang.")
    assert "in [County 1]." in texts(made)[1]


def test_name_found_once_is_found_everywhere() -> None:
    said = " ".join(texts(run())).lower()
    assert "mossop" not in said
    assert said.count("[person ") == 4


def test_everyday_words_stay_in_the_study() -> None:
    assert texts(run())[4].startswith("Rock bottom, that was us. [Place ")


def test_order_of_turns_changes_nothing() -> None:
    shuffled = random.Random(3).sample(TURNS, len(TURNS))
    made = run(replace(SOURCE, turns=shuffled))
    by_place = {(t["interview"], t["turn"]): t for t in made.turns}
    assert [by_place[t["interview"], t["turn"]] for t in TURNS] == run().turns


def test_running_twice_gives_the_same() -> None:
    assert run() == run()


def test_no_two_entities_share_a_replacement() -> None:
    keys = run().key
    entities = [row["replacement"] for row in keys if not row["field"]]
    assert len(set(entities)) == len(entities)


def test_numbers_depend_on_the_salt_and_not_on_the_names() -> None:
    many = [Entry(f"e{n}", "town", name) for n, name in enumerate(["Ada", "Bex", "Cor", "Dun"])]
    source = replace(SOURCE, register=[*REGISTER, *many])
    name = itemgetter("name")
    orders = {
        tuple(row["replacement"] for row in sorted(made.key, key=name) if not row["field"])
        for salt in (b"one", b"two", b"three")
        for made in [anonymise(source, Settings(), salt)]
    }
    assert len(orders) > 1


def test_anonymising_again_changes_nothing() -> None:
    once = run()
    again = [
        turn | {"speaker": raw["speaker"]} for turn, raw in zip(once.turns, TURNS, strict=True)
    ]
    assert texts(run(replace(SOURCE, turns=again))) == texts(once)


def test_unknown_speaker_names_the_turn_and_not_the_name() -> None:
    turns = [*TURNS, TURNS[0] | {"turn": "9", "speaker": "Xanthe Quillfeather"}]
    with pytest.raises(StudyError) as error:
        run(replace(SOURCE, turns=turns))
    assert "interview 1, turn 9: speaker" in str(error.value)
    assert "Quillfeather" not in str(error.value)


def test_unsure_names_are_masked_and_queued() -> None:
    queued = {row["text"]: row for row in run().review}
    assert queued["Stranholm Road"]["printed"].startswith("[Place ")
    assert "Pemberthy" not in queued


def test_keep_leaves_the_words_as_they_are() -> None:
    made = run(replace(SOURCE, decisions=[answer("Stranholm Road", "keep", "2")]))
    assert "Stranholm Road" in texts(made)[4]
    assert "Stranholm Road" not in {row["text"] for row in made.review}
    assert made.unmatched == []


def test_accept_takes_a_name_off_the_queue() -> None:
    made = run(replace(SOURCE, decisions=[answer("Stranholm Road", "accept")]))
    assert texts(made) == texts(run())
    assert "Stranholm Road" not in {row["text"] for row in made.review}


def test_replace_prints_what_was_decided() -> None:
    made = run(replace(SOURCE, decisions=[answer("Stranholm Road", "replace", "", "a main road")]))
    assert "[a main road], and" in texts(made)[4]


def test_add_puts_a_name_into_the_register() -> None:
    made = run(replace(SOURCE, decisions=[answer("Angela Mossop", "add", "", "", "person")]))
    assert "[Colleague 1] was there" in texts(made)[1]


def test_decision_that_matches_nothing_is_told() -> None:
    made = run(replace(SOURCE, decisions=[answer("Nobody Here", "keep")]))
    assert made.unmatched == [2]


def test_bad_decisions_are_all_named() -> None:
    rows = [
        {"interview": "", "text": "x", "decision": "hide", "replacement": "", "kind": ""},
        {"interview": "", "text": "", "decision": "replace", "replacement": "", "kind": "elf"},
    ]
    with pytest.raises(StudyError) as error:
        decisions.read(rows, "decisions.csv")
    assert len(error.value.problems) == 4


def test_withdrawn_passage_is_removed() -> None:
    made = run(replace(SOURCE, feedback=[WITHDRAWAL]))
    assert texts(made)[2].startswith("[withdrawn] Then [Person ")
    assert "Tarnholt" not in str([span_rows(TURNS, made.spans), made.key, made.review])


def test_withdrawn_passage_that_is_not_there_stops() -> None:
    with pytest.raises(StudyError, match=r"feedback\.csv:2: quote"):
        run(replace(SOURCE, feedback=[WITHDRAWAL | {"quote": "Never said."}]))


def test_whoever_withdrew_says_nothing_any_more() -> None:
    gone = [p | {"withdrawn": "yes"} if p["participant"] == "P10" else p for p in PEOPLE]
    assert texts(run(replace(SOURCE, participants=gone)))[4] == "[withdrawn]"
    areas = [
        {"area": "Ormesvale", "code": "Area A", "interview": i, "group": "vru", "large_town": "no"}
        for i in "12"
    ]
    columns = {name: {"action": "keep"} for name in PEOPLE[0]} | {"name": {"action": "drop"}}
    rows = tables.participant_rows(gone, areas, columns, str)
    assert [row["participant"] for row in rows] == ["Participant 1", "Participant 3"]
    assert "Pemberthy" not in str(rows) and "withdrawn" not in rows[0]


def test_each_column_has_its_action() -> None:
    columns = {
        "id": {"action": "keep"},
        "area": {"action": "code"},
        "name": {"action": "drop"},
        "start": {"action": "year"},
        "note": {"action": "text"},
    }
    row = {"id": "I-1", "area": "Ormesvale", "name": "x", "start": "2019-03-14", "note": "by Del"}
    made = tables.act([row], columns, {"Ormesvale": "Area A"}, str.upper, "interventions.csv")
    assert made == [{"id": "I-1", "area": "Area A", "start": "2019", "note": "BY DEL"}]


def test_undeclared_column_and_unknown_area_stop() -> None:
    columns = {"area": {"action": "code"}}
    with pytest.raises(StudyError, match=r"interventions\.csv:1: cost"):
        tables.act([{"area": "a", "cost": "1"}], columns, {}, str, "interventions.csv")
    with pytest.raises(StudyError, match=r"interventions\.csv:2: area"):
        tables.act([{"area": "Secretshire"}], columns, {}, str, "interventions.csv")


TEXT = "Dr Hurt saw the Tarn Estate and Mr Bligh's lad, and Kyle."


def test_recall_counts_a_mention_only_when_all_of_it_is_covered() -> None:
    gold = [
        measure.Mention("1", 1, 0, 7, "PERSON", "hurt"),
        measure.Mention("1", 1, 12, 27, "LOC", "tarn"),
        measure.Mention("1", 1, 32, 42, "PERSON", "bligh"),
        measure.Mention("1", 1, 52, 56, "PERSON", "kyle"),
    ]
    spans = [
        Span(3, 7, "PERSON", "register", 1, "hurt"),
        Span(16, 20, "LOC", "model", 1, "tarn"),
        Span(35, 40, "ORG", "model", 1, "bligh"),
        Span(43, 46, "PERSON", "model", 1, "lad"),
    ]
    rows, missed = measure.recall({("1", 1): TEXT}, gold, {("1", 1): spans})
    by_type = {row["type"]: row for row in rows}
    assert [m.entity for m in missed] == ["tarn", "kyle"]
    assert (by_type["PERSON"]["mentions"], by_type["PERSON"]["masked"]) == ("3", "2")
    assert by_type["PERSON"]["precision"] == "0.5000"
    assert by_type["ORG"]["precision"] == "0.0000"
    assert (by_type["all"]["recall"], by_type["all"]["precision"]) == ("0.5000", "0.7500")


def test_interval_is_wilsons() -> None:
    # Newcombe 1998, table I: 81 of 263 and 15 of 148
    assert [round(end, 4) for end in measure.wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(end, 4) for end in measure.wilson(15, 148)] == [0.0624, 0.1605]


def test_diff_escapes_and_allows_its_own_script_alone() -> None:
    turns = [TURNS[0] | {"text": "<script>alert(1)</script> Del"}]
    made = page(turns, ["[Interviewer]"], [[]], "A & B")
    assert "alert(1)</script>" not in made and "&lt;script&gt;alert" in made
    assert made.count("<script>") == 1 and "A &amp; B" in made
    policy = re.search(r'Content-Security-Policy" content="([^"]+)', made)[1]
    assert "default-src &#x27;none&#x27;" in policy and "unsafe" not in policy
