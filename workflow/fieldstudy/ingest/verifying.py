"""Verify a study's codings against transcripts and codebook; what is not there is an error."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

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
from fieldstudy.ingest.config import Codebook, plain_name
from fieldstudy.ingest.matching import Layout, lay_out
from fieldstudy.ingest.placing import Transcripts, Where, placed, unverified


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
        self._codes: dict[tuple[str, str], tuple[str, str]] = {}

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
        named = (one.theme, one.name)
        if named not in self._codes:
            self._codes[named] = _code(one, self._rules, f"{self._file.where}: {one.place}")
        code, stance = self._codes[named]
        interview = self._interview(one)
        if interview is None:
            return []
        self.interviews.add(interview)
        layout = self._layout(one.source, interview)
        where = Where(self._file, interview, layout, self._transcripts)
        return _rows(one, (code, one.stance or stance), where, self._rules)

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


def _code(one: Marked, rules: Rules, where: str) -> tuple[str, str]:
    """Give the code of the codebook and the stance that a tool's code stands for."""
    codes = rules.codebook.codes
    name, stance = split_stance(one.name, rules.denies)
    meant = rules.codebook.code_of(one.theme, name)
    if meant is None:
        near = difflib.get_close_matches(plain_name(split_theme(name)[1]), codes, 1)
        guess = f" (did you mean '{near[0]}'?)" if near else ""
        allowed = ", ".join(list(codes)[:5])
        more = f" and {len(codes) - 5} more in config/codebook.yml" if len(codes) > 5 else ""
        what = f"'{one.name}' is not a code of the codebook; allowed: {allowed}{more}{guess}"
        raise StudyError.of(where, what)
    leaf, above = meant
    above = above.rpartition(ABOVE)[2]
    themes = rules.codebook.themes
    ids = {label.lower(): theme for theme, label in themes.items()} | {t: t for t in themes}
    said = ids.get(above.lower(), codes[leaf])
    if said != codes[leaf]:
        what = f"'{leaf}' stands under the theme '{said}'; allowed: '{codes[leaf]}'"
        raise StudyError.of(where, f"{what}, as in the codebook")
    return leaf, stance


def _rows(one: Marked, name: tuple[str, str], where: Where, rules: Rules) -> list[Coding]:
    """Make one row for each turn in which a coding stands."""
    if rules.of == "raw":
        pieces, status = placed(one, where), MATCHED
    else:
        pieces, status = unverified(one, where), UNVERIFIABLE
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
