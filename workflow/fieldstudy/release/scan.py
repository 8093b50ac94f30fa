"""Look for what must never leave: all forms of all identifiers, tell-tale shapes, the machine's own names.

A hit says which file, where in it, of which kind, and which row of which list; never the secret itself.
The scan fails closed: what it cannot read is a hit.
"""

from __future__ import annotations

import fnmatch
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick, Implementation

from fieldstudy.release.encoded import coded
from fieldstudy.release.folding import folded, spaced
from fieldstudy.release.forms import Secret, secrets
from fieldstudy.release.history import history
from fieldstudy.release.loose import Piece, UnreadableError
from fieldstudy.release.patterns import own, shapes
from fieldstudy.release.reading import pieces
from fieldstudy.release.views import views

AROUND = 200  # bytes on either side of a name's longest word in which the rest of it must stand
# Letters of a name that is looked for in what may be no text: chance makes one of four letters about
# once in a megabyte of packed bytes.
LEAST = 6
HIDDEN = "[…]"
CODED = ("", "escaped")  # readings in which base 64 may stand
UNREADABLE = "unreadable"
SMALL = frozenset((b"the", b"and", b"for", b"our"))  # too common to be looked for first


@dataclass(frozen=True, order=True)
class Hit:
    """Something that must not leave: its file, its place there, its kind, and which row names it."""

    file: str
    place: str
    kind: str
    which: str = ""


class Words:
    """The forms of a study's identifiers, ready to be looked for all at once.

    Of a form of several words the longest is looked for first, then whether the others stand around it.
    """

    def __init__(self, forms: Iterable[Secret]) -> None:
        self._found: dict[bytes, list[tuple[Secret, list[bytes], list[bytes]]]] = {}
        for secret in forms:
            words = secret.form.split()
            at = max(range(len(words)), key=lambda n: (words[n] not in SMALL, len(words[n])))
            first = words[at] if secret.within else b" " + words[at] + b" "
            self._found.setdefault(first, []).append((secret, words[:at], words[at + 1 :]))
        self._first = list(self._found)
        self._all = BytesAhoCorasick(self._first, implementation=Implementation.DFA)

    def hits(self, text: bytes) -> Iterator[tuple[int, Secret]]:
        """Give place and form of each identifier in text that is ``spaced``."""
        for number, start, end in self._all.find_matches_as_indexes(text, overlapping=True):
            for secret, before, after in self._found[self._first[number]]:
                if after and text[end : end + AROUND].split()[: len(after)] != after:
                    continue
                if (
                    before
                    and text[max(0, start - AROUND) : start].split()[-len(before) :] != before
                ):
                    continue
                yield start, secret


class Scanner:
    """Every secret of a study, and the ways to find it.

    Parameters
    ----------
    register, participants, decisions, key
        Rows of the study's tables of these names.
    machine
        Texts, in small letters, by which an output would betray where it was made, each with its kind.
    allowed
        Words, addresses and numbers that may be said.
    listed
        Patterns of the paths of files that may pass although their kind is not known.
    public
        Patterns of the paths of files that everybody has already, such as lists of first names:
        names are not looked for in them, all else is.
    """

    def __init__(
        self,
        register: Iterable[Mapping[str, str]] = (),
        participants: Iterable[Mapping[str, str]] = (),
        decisions: Iterable[Mapping[str, str]] = (),
        key: Iterable[Mapping[str, str]] = (),
        machine: Mapping[bytes, str] | None = None,
        allowed: Iterable[str] = (),
        listed: Iterable[str] = (),
        public: Iterable[str] = (),
    ) -> None:
        allowed = list(allowed)
        self._words = Words(secrets(register, participants, decisions, key, allowed))
        self._machine = dict(machine or {})
        self._allowed = {folded(text).lower() for text in allowed}
        self._listed, self._public = list(listed), list(public)

    def scan(self, folder: Path, without: str | None = None) -> list[Hit]:
        """Scan everything below a folder, opened as what it is; the history of a repository too.

        Parameters
        ----------
        folder
            What is scanned.
        without
            A part of it, by the start of its path, that is scanned by itself.
        """
        hits: set[Hit] = set()
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if without and name.startswith(without):
                continue
            if ".git" not in Path(name).parts or path.name == ".git":
                hits |= self._scan_path(path, name)
        return sorted(hits)

    def scan_file(self, name: str, content: bytes) -> list[Hit]:
        """Scan one file that is known by its path and content."""
        listed, public = (
            any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
            for patterns in (self._listed, self._public)
        )
        hits = self._in_pieces(name, [Piece("its path", name)])
        hits |= self._in_pieces(name, pieces(content, unknown=listed))
        return sorted(hit for hit in hits if not (public and hit.which))

    def _scan_path(self, path: Path, name: str) -> set[Hit]:
        """Scan what lies at a path."""
        hits = self._in_pieces(name, [Piece("its path", path.name)])
        try:
            if path.is_symlink():
                raise UnreadableError("is a link; put the file itself there")
            if path.name == ".git" and path.is_dir():
                hits |= self._in_pieces(name, history(path))
            elif path.is_file():
                hits |= set(self.scan_file(name, path.read_bytes()))
            elif not path.is_dir():
                raise UnreadableError("is no file and no folder")
        except (UnreadableError, OSError) as error:
            why = str(error) if isinstance(error, UnreadableError) else "cannot be opened"
            hits.add(Hit(self._shown(name), "", UNREADABLE, why))
        return hits

    def _in_pieces(self, file: str, given: Iterable[Piece]) -> set[Hit]:
        """Scan pieces of a file; one that cannot be given is a hit."""
        hits: set[Hit] = set()
        try:
            for piece in given:
                found = self.find(piece.text, piece.sure, piece.shortest)
                shown = (self._shown(file), self._shown(piece.place)) if found else ("", "")
                for line, kind, which in found:
                    part = f"{'row' if piece.rows else 'line'} {line}" if line else ""
                    place = ", ".join(filter(None, (shown[1], part)))
                    hits.add(Hit(shown[0], place, kind, which))
        except UnreadableError as error:
            hits.add(Hit(self._shown(file), "", UNREADABLE, str(error)))
        return hits

    def _shown(self, name: str) -> str:
        """Give a path or place without the parts that hold a secret."""
        if not any(True for _ in self.find(name)):
            return name
        parts = [HIDDEN if any(self.find(part)) else part for part in name.split("/")]
        told = "/".join(parts)
        return HIDDEN if any(self.find(told)) else told

    def find(self, text: str, sure: bool = True, shortest: int = 0) -> set[tuple[int, str, str]]:
        """Give line, kind and list of all that a text holds, by every reading of it.

        A text of a single line has no line to tell: 0. See ``Piece`` for the others.
        """
        found: set[tuple[int, str, str]] = set()
        told: set[tuple[str, str]] = set()
        for name, view in views(text):
            plain = folded(view)
            hits = [
                *self._in_view(plain, sure, shortest),
                *(self._in_code(plain) if name in CODED else []),
            ]
            # What the text as it stands has shown already is not told again by other readings.
            new = [hit for hit in hits if (hit[1], hit[2]) not in told]
            if new:
                lines = Lines(plain, plain.count(b"\n") == text.count("\n"))
                found |= {(lines.of(at), kind, which) for at, kind, which in new}
            if not name:
                told = {(kind, which) for _, kind, which in found}
        return found

    def _in_view(self, plain: bytes, sure: bool, shortest: int) -> Iterator[tuple[int, str, str]]:
        """Give place, kind and list of all that folded bytes hold."""
        for at, secret in self._words.hits(spaced(plain)):
            if len(secret.form) >= (shortest if sure else max(shortest, LEAST)):
                yield at, secret.kind, secret.which
        for at, kind, said in shapes(plain) if sure else ():
            if said.lower() not in self._allowed:
                yield at, kind, ""
        for at, kind in own(plain, self._machine):
            yield at, kind, ""

    def _in_code(self, plain: bytes) -> Iterator[tuple[int, str, str]]:
        """Find what stands in base 64, text and files."""
        for at, piece in coded(plain):
            yield from ((at, kind, which) for _, kind, which in self.find(piece.text))


class Lines:
    """Where the lines of folded bytes end; none in a text of one line, or whose lines are not kept."""

    def __init__(self, text: bytes, kept: bool = True) -> None:
        several = kept and b"\n" in text.rstrip(b"\n")
        self._ends = [found.start() for found in re.finditer(b"\n", text)] if several else []

    def of(self, at: int) -> int:
        """Give the line of a place; 0 where there are no lines to tell apart."""
        return bisect_left(self._ends, at) + 1 if self._ends else 0
