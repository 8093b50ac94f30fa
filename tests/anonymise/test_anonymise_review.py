from dataclasses import replace

import pytest

from fieldstudy.anonymise import Entry, decisions
from fieldstudy.anonymise.corpus import Source, anonymise
from fieldstudy.anonymise.detect import Settings
from fieldstudy.anonymise.files import span_rows
from fieldstudy.anonymise.review import COLUMNS, queue
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.errors import StudyError

TURN = {"interview": "1", "turn": "2", "speaker": "Gwen Sallis", "start": ""}
PERSON = {"participant": "P03", "name": "Gwen Sallis", "interview": "1", "role": "police"}
PERSON |= {"role_class": "police", "withdrawn": "no", "consent_quote": "yes"}


def study(text: str, *decided: decisions.Decision, feedback=(), entries=()):
    source = Source([TURN | {"text": text}], entries, [PERSON], feedback, decided)
    return anonymise(source, Settings(), b"salt")


def answer(text: str, decision: str, replacement: str = "", kind: str = "") -> decisions.Decision:
    return decisions.Decision(2, "", text, decision, replacement, kind)


def test_queue_begins_as_decisions_do_so_that_rows_can_be_copied() -> None:
    made = study("We met on Stranholm Road.").review
    assert [row["text"] for row in made] == ["Stranholm Road"]
    head = COLUMNS[:6]
    assert head == ("interview", "text", "decision", "replacement", "kind", "reason")
    copied = {name: made[0][name] for name in head}
    assert decisions.read([copied], "decisions.csv")[0].decision == copied["decision"]
    assert made[0]["before"].endswith("met on ")


def test_no_name_with_a_capital_is_proposed_for_keeping() -> None:
    text = "Then Sully came by Rock Lane, and Big May."
    spans = [
        Span(5, 10, "OTHER", "model", 0.5, "sully", "name", "unsure", "[Name 1]"),
        Span(19, 28, "LOC", "gazetteer", 0.5, "rock lane", "place", "unsure", "[Place 1]"),
    ]
    proposed = [row["decision"] for row in queue([TURN | {"text": text}], [spans])]
    assert proposed == ["accept", "add"]


def test_withdrawn_words_are_not_shown_as_context() -> None:
    text = "The trust lied to us. Then Stranholm Road flooded. Ann took the money."
    gone = [
        {"kind": "withdrawn", "interview": "1", "turn": "2", "quote": q}
        for q in ("The trust lied to us.", "Ann took the money.")
    ]
    made = study(text, feedback=gone)
    assert [row["text"] for row in made.review] == ["Stranholm Road"]
    told = str([made.review, made.key, span_rows([TURN | {"text": text}], made.spans)])
    assert "lied" not in told and "money" not in told and "Ann" not in told
    assert "[withdrawn]" in made.review[0]["before"] and "[withdrawn]" in made.review[0]["after"]


def test_name_added_to_an_entry_is_that_person_everywhere() -> None:
    made = study("Zedders said no. Nobody asks zedders twice.", answer("Zedders", "add", "P03"))
    text = made.turns[0]["text"]
    assert text.count("[Participant 3]") == 2 and "edders" not in text


def test_name_added_to_nobody_known_is_an_error_that_tells_what_is_allowed() -> None:
    with pytest.raises(StudyError, match=r"decisions\.csv:2: replacement: 'P99' is no id"):
        study("Zedders said no.", answer("Zedders", "add", "P99"))


def test_replacing_part_of_a_name_leaves_the_rest_masked() -> None:
    made = study("We met on Stranholm Road.", answer("Road", "replace", "a road"))
    assert made.turns[0]["text"].endswith("][a road].")
    assert "Stranholm" not in made.turns[0]["text"]


def test_what_a_decision_printed_is_not_masked_again() -> None:
    decided = answer("Stranholm Road", "replace", "a road by Market Square")
    once = study("We met on Stranholm Road.", decided).turns[0]["text"]
    assert study(once, decided).turns[0]["text"] == once == "We met on [a road by Market Square]."


def test_generalisation_of_a_detail_is_not_masked_again() -> None:
    detail = Entry(
        "d1", "detail", "the only diver on the force", (), "", "somebody of the Broads Team"
    )
    once = study("I was the only diver on the force.", entries=[detail]).turns[0]["text"]
    assert once == "I was [somebody of the Broads Team]."
    assert study(once, entries=[detail]).turns[0]["text"] == once


def test_role_is_printed_with_third_parties_whom_enough_others_could_be() -> None:
    entries = [
        Entry(f"e{n}", "person", name, role="Head teacher")
        for n, name in enumerate(["Ottoline Crake", "Barnaby Feld", "Tamsin Orr"])
    ]
    source = Source([TURN | {"text": "Crake rang, and Feld, and Orr."}], entries, [PERSON], [], [])
    text = anonymise(source, Settings(), b"salt").turns[0]["text"]
    assert text.count(", head teacher]") == 3
    told = replace(source, k=4)
    assert "head teacher" not in anonymise(told, Settings(), b"salt").turns[0]["text"]
    alone = replace(source, areas={"1": "Area A", "2": "Area B"})
    assert "head teacher" in anonymise(alone, Settings(), b"salt").turns[0]["text"]


def test_span_rows_hold_no_words() -> None:
    made = study("Angela Mossop was at Stranholm Road.")
    told = str(span_rows([TURN | {"text": "x"}], made.spans)).lower()
    assert "mossop" not in told and "stranholm" not in told
    assert all(span.type != WITHDRAWN for span in made.spans[0])
