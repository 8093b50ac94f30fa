"""What the detector finds without knowing anybody, and what it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldstudy.anonymise.corpus import cuts
from fieldstudy.anonymise.detect import Passage, Settings, detect, detect_study
from fieldstudy.anonymise.mask import mask
from fieldstudy.anonymise.match import Matcher
from fieldstudy.anonymise.model import NoModel, truecase
from fieldstudy.anonymise.register import Entry, Register
from fieldstudy.anonymise.replace import number, replacement
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded

NOBODY = Register.of([])
KNOWN = Register.of(
    [
        Entry("P10", "participant", "Emlyn Rock", ("Em",)),
        Entry("P13", "participant", "Seren Uttley-Vance"),
        Entry("may", "person", "May Bill"),
        Entry("spoons", "person", "Spoons"),
        Entry("town", "town", "Ashdenbridge", ("Ashden",)),
        Entry("force", "police_force", "Ormesvale Police", ("OP",)),
        Entry("late", "organisation", "The 42nd Street Project"),
    ]
)
WORDS = re.split(
    " ",
    "Emlyn emlyn Rock rock Rocks Uttley Vance Utterly May may Bill bill Ashdenbridge Ashden Ashton"
    " Bridge ashden bridge Ormesvale ormesvale Police police OP op 42nd Street the project Project"
    " Mr Dr said . , - ' Ashdenbrige Emlin asked Em it we They",
)


class Finds:
    """A model that finds the same word as a person's name everywhere."""

    def __init__(self, word: str) -> None:
        self.word = word

    def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        return [
            [(*m.span(), "PERSON") for m in re.finditer(rf"\b{self.word}\b", text)]
            for text in texts
        ]


def found(text: str, register: Register = NOBODY) -> list[str]:
    return [text[span.start : span.end] for span in detect(text, register, NoModel())]


def in_study(text: str, register: Register = NOBODY) -> list[str]:
    spans = detect_study([Passage("1", text)], register, Settings()).spans[0]
    return [text[span.start : span.end] for span in spans]


def test_a_well_known_body_is_reported_but_stays_in_a_study() -> None:
    text = "It was the NHS in London that paid."
    assert found(text) == ["NHS", "London"]
    assert in_study(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "They didn't, they couldn't, and they've said so.",
        "My Portuguese and Latvian neighbours speak Polish on Mondays.",
        "we took a carrot from the lorry to the chapel",
        "we were reading in the bath, which was nice",
        "May I ask whether rock bottom was a savage cut?",
        "About 12 people of the 40 came.",
    ],
)
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("we drove to tarnleigh and back", "tarnleigh"),
        ("there is one in chicago too", "chicago"),
        ("It ran as Operation Quernstone.", "Operation Quernstone"),
        ("We wrote to Szabina J. Gelencser.", "Szabina J. Gelencser"),
        ("We wrote to Willemine ten Pas.", "Willemine ten Pas"),
        ("It went to Holland & Hart, LLP for advice.", "Holland & Hart, LLP"),
        ("It went to Clark, Romero and Hall for advice.", "Clark, Romero and Hall"),
        (
            "He lives on the corner of Tarn Road and Sallow Lane.",
            "corner of Tarn Road and Sallow Lane",
        ),
        ("Write to 14 Tanner's Yard\nTarnleigh\n35018", "14 Tanner's Yard\nTarnleigh\n35018"),
        ("It is at 9 Ropewalk Court, XB2 6LR. Mind.", "9 Ropewalk Court, XB2 6LR"),
        ("She lives at Magasinsgatan 7 now.", "Magasinsgatan 7"),
    ],
)
def test_a_name_is_found_whole(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Thanks for that.\nGrace\n", ["Grace"]),
        ("Could you send it?\ndq\n", ["dq"]),
        ("That will do.\nok\n", []),
        ("truly james savage style, and james will agree", ["james savage", "james"]),
        ("We had help from Victim Support and from barnardo's.", ["Victim Support", "barnardo's"]),
        ("We gave victim support to everybody.", []),
        (
            "Send it to 14 Tanner's Yard\nTarnleigh\n, qx\n 35018",
            ["14 Tanner's Yard\nTarnleigh\n, qx\n 35018"],
        ),
    ],
)
def test_a_name_is_found_where_its_place_or_its_fame_tells(text: str, names: list[str]) -> None:
    assert [name for name in found(text) if name] == names


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("ask about elmyn today", "P10"),
        ("It is yours.\nRock\n", "P10"),
        ("M. Ffion al-Dray said no.", "dray"),
    ],
)
def test_a_registered_name_is_known_by_a_slip_a_line_or_an_initial(text: str, entity: str) -> None:
    known = KNOWN.extended([Entry("dray", "person", "Mair Ffion al-Dray")])
    assert [span.entity for span in detect(text, known, NoModel())] == [entity]


def test_the_model_is_asked_only_where_a_word_may_be_a_name() -> None:
    asked: list[str] = []

    class Listening:
        def find(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
            asked.extend(texts)
            return [[] for _ in texts]

    texts = ["We did it, and it was fine.", "Grace came.", "we saw tarnleigh", "So did Wrenfold."]
    detect_study([Passage("1", text) for text in texts], NOBODY, Settings(Listening()))
    assert asked == ["Grace came.", "we saw Tarnleigh", "So did Wrenfold."]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("May may be the only one who answers.", "may"),
        ("It had us in Ashton Bridge all morning.", "town"),
        ("Utterly Vance, they call her.", "P13"),
        ("E. Rock wrote it.", "P10"),
        ("Spoons. Twenty years on the boats.", "spoons"),
    ],
)
def test_a_registered_name_is_known_however_it_is_heard(text: str, entity: str) -> None:
    spans = detect(text, KNOWN, NoModel())
    assert [span.entity for span in spans] == [entity]


def test_a_register_is_made_ready_once() -> None:
    known = Register.from_names(["Gwen Sallis-Howe"])
    detect("I rang Gwen.", known, NoModel())
    ready = dict(known.ready)
    detect("I rang Howe.", known, NoModel())
    assert len(ready) == 1 and known.ready == ready


def test_both_halves_of_a_name_heard_as_two_words_are_masked() -> None:
    assert found("It had us in Ashton Bridge all morning.", KNOWN) == ["Ashton Bridge"]
    assert found("Utterly Vance, they call her.", KNOWN) == ["Utterly Vance"]


def test_a_guess_that_is_a_registered_name_is_that_person() -> None:
    text = "We all went to see our Rock at noon."
    settings = Settings(Finds("Rock"))
    spans = detect_study([Passage("1", text)], KNOWN, settings).spans[0]
    assert [span.entity for span in spans] == ["P10"]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
@example(["Ashden", "Bridge"])
def test_the_short_cut_finds_what_looking_at_every_word_finds(words: list[str]) -> None:
    text = Folded(" ".join(words))
    quick = Matcher(KNOWN).find(text)
    matcher = Matcher(KNOWN)
    learn = matcher.starts.of  # halves of names are learnt as words are met
    matcher.starts.of = lambda text: (  # type: ignore[method-assign]
        learn(text) | {t.cased for t in text.tokens}
    )
    assert quick == matcher.find(text)


@given(st.text(st.sampled_from("abz ABZ'’éßﬁ.\n5"), max_size=40))
def test_the_text_shown_to_the_model_keeps_every_offset(text: str) -> None:
    assert len(truecase(Folded(text))) == len(text)


@given(st.lists(st.sampled_from([*WORDS, "Quernstone", "tarnleigh", "NHS", "07700900123"])))
def test_what_was_anonymised_is_not_anonymised_again(words: list[str]) -> None:
    text = " ".join(words)
    once = anonymised(text)
    assert anonymised(once) == once


def anonymised(text: str) -> str:
    finds = detect_study([Passage("1", text)], KNOWN, Settings())
    numbers = number(KNOWN.entries.values(), finds.unregistered.values(), b"salt")
    spans = [with_replacement(span, numbers) for span in finds.spans[0]]
    return mask(text, cuts(spans))


def with_replacement(span: Span, numbers: dict[str, str]) -> Span:
    return Span(
        *(span.start, span.end, span.type, span.source, span.confidence, span.entity),
        *(span.kind, span.state, replacement(span, numbers)),
    )


@pytest.mark.parametrize(
    "tag",
    [
        *(
            "<img src=x onerror=alert(1)>",
            "<script>alert(1)</script>",
            "<IMG SRC=x ONERROR=alert(1)>",
        ),
        *("<svg onload=alert(1)>", "<a href=\"javascript:alert('x')\" onclick='late(2)'>here</a>"),
        *(
            "<html lang='en'>",
            "<input max=3 autofocus onfocus=alert(1)>",
            "<ruby>so</ruby>",
            "<br/>",
        ),
        *(
            "<meta http-equiv=refresh content=0>",
            "<!doctype html>",
            "<td colspan=2>",
            "</textarea>",
        ),
    ],
)
def test_words_of_html_within_a_tag_are_no_guess(tag: str) -> None:
    assert found(f"She would. {tag} And then we met.") == []


def test_words_of_html_that_the_model_takes_for_a_name_are_no_guess() -> None:
    text = "So <body onfocus=x> and <body title=onfocus> met Gwen Sallis."
    spans = detect(text, NOBODY, Finds("(?i:onfocus)"))
    assert [text[span.start : span.end] for span in spans] == ["Gwen Sallis"]


def test_a_word_of_html_said_outside_a_tag_is_masked_within_one_too() -> None:
    assert in_study("So <svg onload=x>, and the onload was odd.") == ["onload", "onload"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("So <b>Ormesvale Police</b> said.", ["Ormesvale Police"]),
        ("So <Ashden> and <img alt=ashden src=x> said.", ["Ashden", "ashden"]),
        ("So <img title='Emlyn Rock'> and <Emlyn> said.", ["Emlyn Rock", "Emlyn"]),
        ("So <a href=x>Spoons</a> said.", ["Spoons"]),
    ],
)
def test_a_registered_name_within_a_tag_is_masked(text: str, names: list[str]) -> None:
    assert found(text, KNOWN) == names


def test_a_word_of_html_that_is_registered_is_masked_within_a_tag_too() -> None:
    known = Register.of([Entry("f", "organisation", "Iframe"), Entry("l", "person", "Max Lang")])
    text = "At <iframe id=x>, <IFRAME> and <input alt='max lang'> and <html Lang=en>."
    assert found(text, known) == ["iframe", "IFRAME", "max lang", "Lang"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("So <div class='Gwen Sallis'> said.", "Gwen Sallis"),
        ("So <Mark> said.", "Mark"),
        ("So <p>Tallowfield</p> said.", "Tallowfield"),
        ("So <img alt=mellbury> said.", "mellbury"),
        ("The src that we had, she said.", "src"),
        ("If x < 3, the src was > 2.", "src"),
    ],
)
def test_what_is_no_word_of_html_within_a_tag_is_guessed_as_everywhere(
    text: str, name: str
) -> None:
    assert found(text) == [name]
