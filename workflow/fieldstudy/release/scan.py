"""Look for what must never leave: every form of every registered identifier, and the machine's own.

A hit says which file, which kind and which entry of the register; never the secret itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.release.reading import UnreadableError, texts

SHORTEST = 5  # a single word of fewer letters is looked for only inside a longer form
PATTERNS = {
    "e-mail address": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[a-z]{2,}\b", re.I),
    "phone number": re.compile(r"(?<![\w.])(?:\+44 ?|0)7\d{3} ?\d{3} ?\d{3}(?![\w.])"),
}
PEOPLE = frozenset(("participant", "interviewer", "person"))


@dataclass(frozen=True, order=True)
class Hit:
    """Something that must not leave, and where it stands."""

    file: str
    kind: str
    which: str


def plain(text: str) -> str:
    """Reduce a text to what a comparison minds: no accents, one kind of apostrophe and space."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", letters)


def forms(row: dict[str, str]) -> set[str]:
    """Give the forms of one registered identifier that a scan looks for.

    Examples
    --------
    >>> sorted(forms({"kind": "person", "name": "Lorna Stivelock", "aliases": "Lorn"}))
    ['Lorna', 'Lorna Stivelock', 'Stivelock']
    """
    names = [row["name"], *row.get("aliases", "").split(";")]
    if row["kind"] in PEOPLE:
        names += row["name"].split()
    found = {plain(name.strip()) for name in names}
    return {name for name in found if len(name) >= SHORTEST}


class Scanner:
    """Every secret of a study in one pattern.

    Parameters
    ----------
    register
        Rows with entity, kind, name and aliases.
    machine
        Texts of this machine (its paths, user and host) that no output may hold.
    allowed
        Words that a register names and a paper may say.
    """

    def __init__(
        self,
        register: Iterable[dict[str, str]],
        machine: Iterable[str] = (),
        allowed: Iterable[str] = (),
    ) -> None:
        known = {plain(word) for word in allowed}
        self._which = {
            form.casefold(): (row["kind"], row["entity"])
            for row in register
            for form in forms(row)
            if form not in known
        }
        self._which.update({plain(text).casefold(): ("machine", "its own") for text in machine})
        longest = sorted(self._which, key=lambda form: (-len(form), form))
        joined = "|".join(re.escape(form) for form in longest)
        self._secrets = re.compile(rf"(?<!\w)(?:{joined})(?!\w)") if joined else None

    def scan_text(self, file: str, text: str) -> set[Hit]:
        """Find what must not leave in one text."""
        shown = plain(text)
        hits = {Hit(file, kind, "") for kind, pattern in PATTERNS.items() if pattern.search(shown)}
        if self._secrets:
            for found in self._secrets.finditer(shown.casefold()):
                hits.add(Hit(file, *self._which[found[0]]))
        return hits

    def scan(self, folder: Path) -> list[Hit]:
        """Scan every file below a folder, opened as what it is."""
        hits: set[Hit] = set()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            try:
                for text in texts(name, path.read_bytes()):
                    hits |= self.scan_text(name, text)
            except UnreadableError as error:
                hits.add(Hit(name, "unreadable", str(error)))
        return sorted(hits)
