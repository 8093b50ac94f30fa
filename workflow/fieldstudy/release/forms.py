"""Every form of every identifier of a study, and which row of which file it comes from.

The forms are the anonymiser's own. A single word is left out where it is short or ordinary English,
since a scan that cries at "May" is soon ignored; it is still found as part of a longer form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldstudy.anonymise.register import TYPE_OF, Entry, forms_of
from fieldstudy.anonymise.words import bodies, generic_kinds, lower_word, nationwide, places
from fieldstudy.release.folding import form

SHORTEST = 4  # letters of a single word that is looked for by itself
SHORTEST_JOINED = 8  # letters of several words written as one, found within other words too
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
Row = Mapping[str, str]


@dataclass(frozen=True)
class Secret:
    """One form of an identifier, folded, with its kind and the row it comes from; never shown.

    ``within`` says that it counts inside a longer word as well.
    """

    form: bytes
    kind: str
    which: str
    within: bool = False


def secrets(
    register: Iterable[Row],
    participants: Iterable[Row] = (),
    decisions: Iterable[Row] = (),
    key: Iterable[Row] = (),
    allowed: Iterable[str] = (),
) -> list[Secret]:
    """Give every form that may not leave, each once.

    Parameters
    ----------
    register, participants, decisions, key
        Rows of the study's tables of these names.
    allowed
        Words that may be said although a name holds them.
    """
    named = [
        *_of_rows(register, "register.csv"),
        *_of_rows(({"kind": "participant", **row} for row in participants), "participants.csv"),
        *_of_decisions(decisions),
        *_of_rows(({"name": row["name"], "kind": "name"} for row in key), "key.csv"),
    ]
    may_be_said = {form(word) for word in allowed}
    found: dict[tuple[bytes, bool], Secret] = {}
    for entry, which in named:
        for words, whole in _spoken(entry):
            for secret in _secrets(words, entry.kind, which, whole):
                if secret.form not in may_be_said:
                    found.setdefault((secret.form, secret.within), secret)
    return list(found.values())


def _of_rows(rows: Iterable[Row], file: str) -> Iterable[tuple[Entry, str]]:
    """Read the names of a table with a row each."""
    for number, row in enumerate(rows, start=2):
        aliases = tuple(a.strip() for a in row.get("aliases", "").split(";") if a.strip())
        kind = row["kind"] if row["kind"] in TYPE_OF else "name"
        if row["name"].strip():
            yield Entry(f"{number}", kind, row["name"].strip(), aliases), f"{file} row {number}"


def _of_decisions(rows: Iterable[Row]) -> Iterable[tuple[Entry, str]]:
    """Read the words that a decision masks: all but those that it keeps."""
    for number, row in enumerate(rows, start=2):
        if row["decision"] != "keep" and row["text"].strip():
            kind = row.get("kind") or "name"
            entry = Entry(f"{number}", kind if kind in TYPE_OF else "name", row["text"].strip())
            yield entry, f"decisions.csv row {number}"


def _spoken(entry: Entry) -> Iterable[tuple[str, bool]]:
    """Give each form as words; and whether somebody registered just these words."""
    for one in forms_of(entry):
        if not one.upper:  # capitals alone tell "OP" from "op", and a scan folds them
            yield " ".join(one.tokens), False
    for name in (entry.name, *entry.aliases):
        yield name, True
        without = name.translate(UMLAUTS)
        if without != name:
            yield without, True
            yield from ((part, False) for part in without.split())


def _secrets(words: str, kind: str, which: str, whole: bool) -> Iterable[Secret]:
    """Give a form as words, and joined, if it tells who is meant."""
    folded = form(words)
    parts = folded.split()
    if len(parts) == 1:
        if telling(folded.decode("utf-8", "ignore")):
            yield Secret(folded, kind, which)
        return
    if not whole and not any(telling(part.decode("utf-8", "ignore"), 3) for part in parts):
        return
    yield Secret(folded, kind, which)
    joined = b"".join(parts)
    if len(joined) >= SHORTEST_JOINED:
        yield Secret(joined, kind, which, within=True)


def telling(word: str, shortest: int = SHORTEST) -> bool:
    """Whether a single word is more than everyday English or a place that everybody knows."""
    return (
        len(word) >= shortest
        and not word.isdigit()
        and not lower_word(word)
        and word not in generic_kinds()
        and word not in bodies()
        and word not in nationwide()
        and word not in places()
    )
