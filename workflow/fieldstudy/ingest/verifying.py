"""Verify a study's codings against transcripts and codebook; what is not there is an error."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest.codings import (
    ABOVE,
    MATCHED,
    UNVERIFIABLE,
    Coding,
    CodingsFile,
    Marked,
    split_stance,
    split_theme,
)
from fieldstudy.ingest.config import Codebook
from fieldstudy.ingest.matching import Layout, Piece, Searched, cut, lay_out, overlapped
from fieldstudy.ingest.offsets import flat, same
from fieldstudy.ingest.turns import Turn

ENDINGS = (".txt", ".vtt", ".docx", ".doc", ".rtf", ".md")


@dataclass
class Transcripts:
    """The transcripts of a study, and what was worked out of them for searching."""

    turns: Mapping[str, Sequence[Turn]]
    names: Mapping[str, str]
    searched: dict[str, Searched] = field(default_factory=dict)

    @classmethod
    def of(cls, turns: Mapping[str, Sequence[Turn]], files: Mapping[str, Path]) -> Transcripts:
        """Name each interview by its id and by its transcript's file."""
        names = {path.stem.lower(): interview for interview, path in files.items()}
        return cls(turns, {interview.lower(): interview for interview in files} | names)

    def interview(self, source: str) -> str | None:
        """Find the interview that a tool's document is, by the document's name."""
        name = source.strip().lower()
        for ending in ENDINGS:
            name = name.removesuffix(ending)
        return self.names.get(name)

    def search(self, interview: str) -> Searched:
        """Make a transcript ready for searching, once."""
        if interview not in self.searched:
            self.searched[interview] = Searched.of(self.turns[interview])
        return self.searched[interview]


@dataclass(frozen=True)
class Rules:
    """What a coding in a study must keep to; ``user`` is whose codings to take from a file."""

    codebook: Codebook
    denies: str
    coder: str
    of: str
    user: str = ""


class Verifying:
    """Turns one coder's file into rows whose text stands in the transcripts, one row a turn.

    Parameters
    ----------
    file
        What a reader read.
    transcripts
        The study's transcripts.
    rules
        Codebook, ending of a denial, the coder's pseudonym, and which text was coded.
    """

    def __init__(self, file: CodingsFile, transcripts: Transcripts, rules: Rules) -> None:
        self.interviews: set[str] = set()
        self._file = file
        self._transcripts = transcripts
        self._rules = rules
        self._found = Problems()
        self._interviews: dict[int, str | None] = {}
        self._layouts: dict[int, Layout] = {}

    @property
    def strays(self) -> int:
        """Paragraphs of the sources that are no turn and carry no coding."""
        return sum(len(layout.strays) for layout in self._layouts.values())

    def __iter__(self) -> Iterator[Coding]:
        """Give the rows.

        Raises
        ------
        StudyError
            After the last one, with every coding whose text, code or interview is not the study's.
        """
        whose = chosen(self._file, self._rules)
        for one in self._file.marked:
            if whose is not None and one.coder.strip() not in whose:
                continue
            with self._found.gathering():
                yield from self._of(one)
        self._found.stop_if_any()

    def _of(self, one: Marked) -> list[Coding]:
        """Verify one coding."""
        name = _code(one, self._rules, f"{self._file.where}: {one.place}")
        interview = self._interview(one)
        if interview is None:
            return []
        self.interviews.add(interview)
        layout = self._layout(one.source, interview)
        return _rows(
            one, name, Where(self._file, interview, layout, self._transcripts), self._rules
        )

    def _interview(self, one: Marked) -> str | None:
        """Find the interview of a coding's source; what is wrong with a source is noted once."""
        number = one.source
        if number in self._interviews:
            return self._interviews[number]
        self._interviews[number] = None
        where = f"{self._file.where}: source {number + 1}"
        source = self._file.sources[number]
        interview = self._transcripts.interview(source.name)
        if interview is None:
            allowed = ", ".join(self._transcripts.names)
            self._found.add(where, f"its name is not that of an interview; allowed: {allowed}")
        elif source.text is None and one.turn is None and one.start is not None:
            what = "its text is missing; export the project again with its documents"
            self._found.add(where, what)
        else:
            self._interviews[number] = interview
        return self._interviews[number]

    def _layout(self, number: int, interview: str) -> Layout | None:
        """Lay a source's text out in turns, once."""
        text = self._file.sources[number].text
        if text is not None and number not in self._layouts:
            raw = self._rules.of == "raw"
            turns = self._transcripts.turns[interview] if raw else None
            self._layouts[number] = lay_out(text, turns)
        return self._layouts.get(number)


def chosen(file: CodingsFile, rules: Rules) -> set[str] | None:
    """Say whose codings are taken from a file, by the names in it; None if all are.

    Raises
    ------
    StudyError
        If there are none, or they are several people's.
    """
    people = {name.strip() for name, count in file.coders.items() if count}
    if rules.user:
        whose: set[str] | None = {rules.user}
        said = "no codings of the coder that 'user' names; allowed: a name as the tool shows it"
    elif file.pseudonyms:
        whose, said = {"", rules.coder}, f"no codings of coder '{rules.coder}'"
        said += "; export it again from its tool"
    else:
        whose, said = None, ""
    if not people:
        raise StudyError.of(file.where, "holds no codings; export it again from its tool")
    theirs = people if whose is None else people & whose
    if not theirs:
        raise StudyError.of(file.where, f"holds {said}")
    if len(theirs - {""}) > 1:
        what = f"holds the work of {len(theirs - {''})} coders; say with 'user' in config/study.yml"
        raise StudyError.of(file.where, f"{what} whose to take, or export one file a coder")
    return whose


@dataclass(frozen=True)
class Where:
    """Where a coding is to be found: its file, its interview, and its source's layout if any."""

    file: CodingsFile
    interview: str
    layout: Layout | None
    transcripts: Transcripts


def _code(one: Marked, rules: Rules, where: str) -> tuple[str, str]:
    """Give the code of the codebook and the stance that a tool's code stands for."""
    codes = rules.codebook.codes
    name, stance = split_stance(one.name, rules.denies)
    above, leaf = (one.theme, name) if name in codes else split_theme(name)
    if leaf not in codes:
        near = difflib.get_close_matches(leaf, codes, 1)
        guess = f" (did you mean '{near[0]}'?)" if near else ""
        allowed = ", ".join(list(codes)[:5])
        more = f" and {len(codes) - 5} more in config/codebook.yml" if len(codes) > 5 else ""
        what = f"'{one.name}' is not a code of the codebook; allowed: {allowed}{more}{guess}"
        raise StudyError.of(where, what)
    above = above.rpartition(ABOVE)[2]
    themes = rules.codebook.themes
    ids = {label.lower(): theme for theme, label in themes.items()} | {t: t for t in themes}
    said = ids.get(above.lower(), codes[leaf])
    if said != codes[leaf]:
        what = f"'{leaf}' stands under the theme '{said}'; allowed: '{codes[leaf]}'"
        raise StudyError.of(where, f"{what}, as in the codebook")
    return leaf, one.stance or stance


def _rows(one: Marked, name: tuple[str, str], where: Where, rules: Rules) -> list[Coding]:
    """Make one row for each turn in which a coding stands."""
    if rules.of == "raw":
        pieces, status = _pieces(one, where), MATCHED
    else:
        pieces, status = _unverified(one, where), UNVERIFIABLE
    code, stance = name
    several = len(pieces) > 1
    return [
        Coding(
            id=f"{rules.coder}:{one.id}" + (f".{number}" if several else ""),
            interview=where.interview,
            turn=piece.turn or None,
            start=piece.start if piece.turn else None,
            end=piece.end if piece.turn else None,
            text=piece.text,
            theme=rules.codebook.codes[code],
            code=code,
            stance=stance,
            coder=rules.coder,
            of=rules.of,
            status=status,
            memo=one.memo,
        )
        for number, piece in enumerate(pieces, start=1)
    ]


def _pieces(one: Marked, where: Where) -> list[Piece]:
    """Find a coding of the raw text in its turns by whatever its file gives: offsets or words."""
    place = f"{where.file.where}: {one.place}"
    if one.turn is not None:
        return [_in_turn(one, one.turn, where, place)]
    if where.layout is not None and (one.start is not None or one.fits is False):
        return _at_offsets(one, where, where.layout, place)
    found = where.transcripts.search(where.interview).find(one.text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise StudyError.of(
            place, f"the text of the coding is in no turn of interview {where.interview}"
        )
    turns = ", ".join(str(pieces[0].turn) for pieces in found)
    raise StudyError.of(
        place,
        f"the text of the coding stands {len(found)} times in interview {where.interview} "
        f"(turns {turns}); widen the passage in the tool until it stands once",
    )


def _in_turn(one: Marked, number: int, where: Where, place: str) -> Piece:
    """Check a coding whose file names the turn."""
    turns = where.transcripts.turns[where.interview]
    at = f"turn {number} of interview {where.interview}"
    if not 1 <= number <= len(turns):
        what = f"interview {where.interview} has no turn {number}; allowed: 1 to {len(turns)}"
        raise StudyError.of(place, what)
    text = turns[number - 1].text
    start, end = one.start, one.end
    if start is None or end is None:
        if text.count(one.text) > 1:
            raise StudyError.of(place, f"the text of the coding stands twice in {at}; give offsets")
        start = text.find(one.text)
        end = start + len(one.text)
    if 0 <= start < end <= len(text) and same(text[start:end], one.text):
        return Piece(number, start, end, text[start:end])
    raise StudyError.of(place, _not_there(one.text, text, at))


def _not_there(quoted: str, text: str, at: str) -> str:
    """Say that a coding's text is not where its file says."""
    if flat(quoted) in flat(text):
        return f"the text of the coding is in {at}, but not at its offsets; export it again"
    return f"the text of the coding is not in {at}"


def _at_offsets(one: Marked, where: Where, layout: Layout, place: str) -> list[Piece]:
    """Cut a coding with offsets in its source into turns."""
    text = where.file.sources[one.source].text or ""
    interview = where.interview
    if one.start is None or one.end is None or one.end > len(text):
        raise StudyError.of(place, f"its offsets are not in the text of interview {interview}")
    if strays := overlapped(layout.strays, one.start, one.end):
        raise StudyError.of(
            place,
            f"paragraph {strays[0]} of its source is no turn of interview {interview}; "
            "code the transcript as it stands",
        )
    pieces = cut(text, layout.regions, one.start, one.end)
    if not pieces:
        raise StudyError.of(place, f"its offsets hold no words of interview {interview}")
    if one.fits is False:
        number = pieces[0].turn
        turn = where.transcripts.turns[interview][number - 1]
        at = f"turn {number} of interview {interview}"
        raise StudyError.of(place, _not_there(one.text, turn.text, at))
    return pieces


def _unverified(one: Marked, where: Where) -> list[Piece]:
    """Keep a coding of anonymised text as its file has it: that text is not known yet."""
    nowhere = Piece(0, 0, 0, one.text)
    text = where.file.sources[one.source].text
    if one.turn is not None and one.start is not None and one.end is not None:
        return [Piece(one.turn, one.start, one.end, one.text)]
    if where.layout is None or text is None or one.start is None or one.end is None:
        return [nowhere]
    return cut(text, where.layout.regions, one.start, one.end) or [nowhere]
