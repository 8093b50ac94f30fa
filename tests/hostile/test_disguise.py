"""A registered name is masked in every disguise, or the transcript that holds it is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.anonymise import Entry, keys
from fieldstudy.anonymise.corpus import Anonymised, Source, anonymise
from fieldstudy.anonymise.detect import Settings
from fieldstudy.anonymise.text import ALIKE, Folded
from fieldstudy.errors import StudyError
from fieldstudy.ingest.declared import Column, Declared
from fieldstudy.ingest.grid import read_grid
from fieldstudy.ingest.tables import validate
from fieldstudy.ingest.transcripts import read_transcript
from fieldstudy.release.folding import folded, form, spaced

ROOT = Path(__file__).parents[2]
with (ROOT / "data/standin/register.csv").open(encoding="utf-8") as listed:
    REGISTER = [
        Entry(row["entity"], "town" if row["kind"] == "town" else "person", row["name"])
        for row in csv.DictReader(listed)
        if row["kind"] in ("participant", "person", "town")
    ]
PERSON = {"participant": "P01", "name": "Imogen Tallowfield", "interview": "1", "role": "police"}
PERSON |= {"role_class": "police", "withdrawn": "no"}
# Soft hyphen, joiners, marks of direction, embeddings, isolates, a byte order mark, a filler.
UNSEEN = "\u00ad\u200c\u200d\u200e\u200f\u202a\u202b\u2060\u2067\u2069\ufeff\u3164\u0335"
# Letter -> what looks like it: of other scripts, wide, mathematical, with an accent.
LOOKS = {
    letter: [letter, chr(ord(letter) + 0xFEE0), f"{letter}\u0301"]
    + [other for other, plain in ALIKE.items() if plain == letter]
    for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
}


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """Give a registered name and a spelling that a reader takes for it."""
    name = draw(st.sampled_from(REGISTER)).name
    said = name[0]
    for at, letter in enumerate(name):
        look = draw(st.sampled_from(LOOKS.get(letter, [letter])))
        said = look if at == 0 else said + draw(st.sampled_from(["", *UNSEEN])) + look
    return name, said


def masked(said: str) -> Anonymised:
    text = f"And then {said} came in about the money."
    turn = {"interview": "1", "turn": "1", "speaker": "Imogen Tallowfield", "start": ""}
    source = Source([turn | {"text": text}], REGISTER, [PERSON], [], [])
    return anonymise(source, Settings(), b"salt")


@settings(max_examples=150, deadline=None)
@given(disguised())
def test_a_registered_name_in_disguise_is_masked_and_comes_back(drawn: tuple[str, str]) -> None:
    name, said = drawn
    made = masked(said)
    left = made.turns[0]["text"]
    assert said not in left
    assert left.startswith("And then [")
    assert left.endswith("] came in about the money.")
    # What the leak scan would find is gone, too: its fold is another than the anonymiser's.
    assert b" " + form(name) + b" " not in spaced(folded(left))
    back = keys.reverse(made.turns, keys.read(keys.written(made.key)))
    assert said in back[0]["text"]


@given(st.text(max_size=60))
def test_every_fold_keeps_its_offsets(text: str) -> None:
    folds = Folded(text)
    assert folds.raw(0, len(folds.plain))[1] <= len(text)
    for token in folds.tokens:
        start, end = folds.raw(token.start, token.end)
        assert 0 <= start < end <= len(text)
        assert token.cased in Folded(text[start:end]).plain


HIDING = {
    "turned round": ("kco\u202elevits\u202c", "holds U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    "turned left": ("Stive\u202dlock", "holds U+202D (LEFT-TO-RIGHT OVERRIDE)"),
    "tags": ("".join(chr(0xE0000 + ord(c)) for c in "Stivelock"), "holds U+E0053 (TAG LATIN"),
    "no width": ("said\u200bStivelock", "holds U+200B (ZERO WIDTH SPACE)"),
}


@pytest.mark.parametrize("how", HIDING)
def test_what_could_hide_a_name_is_refused_with_file_line_and_character(
    tmp_path: Path, how: str
) -> None:
    hidden, said = HIDING[how]
    (tmp_path / "a.txt").write_text(f"Ann: we met.\nBen: it was {hidden} then.\n")
    with pytest.raises(StudyError) as error:
        read_transcript(tmp_path / "a.txt", "1")
    assert str(error.value).startswith(f"a.txt:2: {said}")
    assert str(error.value).endswith("), behind which a name could hide; take the character out")
    assert "tivelock" not in str(error.value)


def test_a_table_that_could_hide_a_name_is_refused_with_row_and_column(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text("name,note\nAnn Ash,\nkco\u202elevits,\n")
    columns = (Column("name", "words"), Column("note", "text", may_be_empty=True))
    _, problems = validate(read_grid(tmp_path / "register.csv"), Declared("register", columns), {})
    assert [str(problem) for problem in problems] == [
        "register.csv:3: name: holds U+202E (RIGHT-TO-LEFT OVERRIDE), behind which a name could "
        "hide; take the character out"
    ]
