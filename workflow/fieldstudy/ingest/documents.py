"""Find passages in the texts of documents that a table of passages names but does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.ingest.archive import Archive
from fieldstudy.ingest.codings import CodingsFile
from fieldstudy.ingest.matching import Piece, Regions, Searched, paragraphs
from fieldstudy.ingest.offsets import plain
from fieldstudy.ingest.transcripts import ENDINGS, read_transcript
from fieldstudy.ingest.turns import Turn, bare_name
from fieldstudy.io import read_text


class Documents:
    """Texts by name, from transcripts, projects and turns that are read in the same call."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._unlike: set[str] = set()
        self._spoken: dict[str, Sequence[Turn]] = {}
        self._turns: dict[tuple[str, int], str] = {}
        self._searched: dict[str, Searched] = {}

    @staticmethod
    def is_one(path: Path) -> bool:
        """Tell by its ending whether a file is a document."""
        return path.suffix.lower() in ENDINGS

    def read(self, path: Path) -> None:
        """Read a document: text as it stands, Word by its paragraphs, captions by their turns.

        Raises
        ------
        StudyError
            If the file is missing, empty or cannot be read.
        """
        from fieldstudy.ingest import docx

        ending = path.suffix.lower()
        if ending == ".vtt":
            turns = read_transcript(path, "")
            self._keep(path.name, "\n".join(f"{turn.speaker}: {turn.text}" for turn in turns))
        elif ending == ".docx":
            self._keep(path.name, "\n".join(docx.paragraphs(Archive(path))))
        else:
            self._keep(path.name, plain(read_text(path)))

    def take(self, file: CodingsFile) -> None:
        """Take the texts that a project holds."""
        for source in file.sources:
            if source.text is not None:
                self._keep(source.name, source.text)

    def take_turns(self, turns: Mapping[str, Sequence[Turn]]) -> None:
        """Take a study's turns, each interview a document of its id; places are then of turns."""
        for interview, spoken in turns.items():
            self._spoken[bare_name(interview)] = spoken
            self._turns |= {(interview, turn.turn): turn.text for turn in spoken}

    def turn(self, interview: str, number: int | None) -> str | None:
        """Give the words of a turn, if turns are known."""
        return None if number is None else self._turns.get((interview, number))

    def _keep(self, name: str, text: str) -> None:
        """Keep a text under its document's name."""
        if self._texts.setdefault(bare_name(name), text) != text:
            self._unlike.add(bare_name(name))

    def __contains__(self, name: str) -> bool:
        """Tell whether the text of a document is known."""
        return bare_name(name) in self._texts or bare_name(name) in self._spoken

    def find(self, name: str, passage: str) -> list[list[Piece]]:
        """Find every place of a passage in a document, cut into its paragraphs.

        Raises
        ------
        StudyError
            If two files hold a document of this name with different texts.
        """
        key = bare_name(name)
        if key in self._spoken and key not in self._searched:
            self._searched[key] = Searched.of(self._spoken[key])
        elif key in self._unlike:
            what = "stands in two of the files with different texts; give the one that was coded"
            raise StudyError.of(f"document '{name}'", what)
        if key not in self._searched:
            text = self._texts[key]
            self._searched[key] = Searched.in_text(text, Regions(paragraphs(text)))
        return self._searched[key].find(passage)
