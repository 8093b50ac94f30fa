"""A small study of two interviews, in a folder of its own, that each test may spoil."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from fieldstudy.__main__ import main
from fieldstudy.errors import StudyError
from fieldstudy.ingest.checking import checked

STUDY = """\
id: "fens"
title: "Two areas"
version: "0.1.0"
data: "data/standin"
start_from: "raw"
render: "auto"
record: "data/record"
published: "data/published/claims.yml"
interviews:
  "1": "transcripts/interview-1.vtt"
  "2": "transcripts/interview-2.txt"
tables:
  areas: "areas.csv"
  participants: "participants.csv"
  interventions: "interventions.csv"
codings:
  - {coder: "A", format: "refi-qda", file: "codings/a.qdpx", of: "raw"}
  - {coder: "B", format: "taguette", file: "codings/b.csv", of: "raw"}
denies: " (denies)"
salt: "salt.txt"
gold: ""
groups:
  all: {label: "areas"}
  vru: {label: "areas with a unit", column: "group", value: "vru"}
anonymise:
  k: "3"
  model: "none"
  fuzzy: "88"
"""
TABLES = """\
inputs:
  areas:
    columns:
      area: {type: id, action: drop}
      interview: {type: interview, action: keep}
      group: {type: category, allowed: ["vru", "non-vru"], action: keep}
  participants:
    columns:
      participant: {type: id, action: keep}
      name: {type: words, action: drop}
      interview: {type: interview, action: keep}
      consent_quote: {type: yesno, action: keep}
  interventions:
    columns:
      id: {type: id, action: keep}
      area: {type: area, action: code}
      name: {type: text, action: drop}
      level: {type: category, allowed: ["primary", "secondary", "tertiary"], action: keep}
      start: {type: date, empty: "yes", action: year}
"""
CODEBOOK = """\
themes: {strategy: "Strategy", duty: "The duty"}
codes:
  - code: "needs_assessment"
    theme: "strategy"
    statement: "There is a needs assessment."
    definition: "A written assessment."
    valence: "helps"
  - code: "late_guidance"
    theme: "duty"
    statement: "Guidance came late."
    definition: "Complaints of the date."
    valence: "hinders"
"""
VTT = """\
WEBVTT

NOTE SYNTHETIC

1
00:00:03.120 --> 00:00:05.900
<v Ann Lee>We wrote the needs assessment</v>

2
00:00:06.000 --> 00:00:08.000
<v Ann Lee>in the spring.</v>

3
00:00:09.000 --> 00:00:12.000
<v Bob Oak>The guidance 🙂 came late.</v>
"""
TEXT = "Cy Reed: Nothing is written down here.\nAnn Lee: And the guidance?\n"
HIGHLIGHTS = """\
id,document,tag,content
1,interview-1,strategy.needs_assessment,wrote the needs assessment in the spring
2,interview-2.txt,strategy.needs_assessment (denies),Nothing is written down
"""
SOURCE = (
    "Ann Lee: We wrote the needs assessment in the spring.\nBob Oak: The guidance 🙂 came late."
)

Qdpx = Callable[..., Path]


@pytest.fixture
def qdpx() -> Qdpx:
    """Give a function that writes a REFI-QDA project of one source."""

    def write(
        path: Path,
        source: str | None = SOURCE,
        selections: list[tuple[int, int, str, str]] | None = None,
        name: str = "interview-1",
        project: str = "project.qde",
        folder: str = "Sources",
        head: str = "",
        more: dict[str, bytes] | None = None,
    ) -> Path:
        selections = [(12, 41, "", "needs_assessment")] if selections is None else selections
        codes = sorted({code for *_, code in selections})
        xml = '<?xml version="1.0" encoding="utf-8"?>' + head
        xml += '<Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        xml += '<Users><User guid="u1" name="Coder One"/></Users><CodeBook><Codes>'
        xml += '<Code guid="t" name="strategy" isCodable="false">'
        xml += "".join(f'<Code guid="c-{c}" name="{c}" isCodable="true"/>' for c in codes)
        xml += "</Code></Codes></CodeBook><Sources>"
        xml += f'<PlainTextSource guid="s1" name="{name}" plainTextPath="internal://s1.txt">'
        for number, (start, end, words, code) in enumerate(selections):
            xml += (
                f'<PlainTextSelection guid="p{number}" name={quoteattr(words)}'
                f' startPosition="{start}" endPosition="{end}">'
                f'<Description>memo</Description><Coding guid="k{number}" creatingUser="u1">'
                f'<CodeRef targetGUID="c-{code}"/></Coding></PlainTextSelection>'
            )
        xml += "</PlainTextSource></Sources></Project>"
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(project, xml)
            if source is not None:
                archive.writestr(f"{folder}/s1.txt", source.encode())
            for file, content in (more or {}).items():
                archive.writestr(file, content)
        return path

    return write


class Small:
    """The small study: its folder, its files, and a way to run a verb in it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.data = root / "data" / "standin"
        self._capsys = capsys

    def write(self, name: str, text: str) -> Path:
        """Write a file of the data, or of config if the name says so."""
        path = self.root / name if name.startswith("config/") else self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def swap(self, name: str, old: str, new: str, times: int = -1) -> None:
        """Replace a text in a file, wherever it stands or only so many times."""
        path = self.root / name if name.startswith("config/") else self.data / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, times), encoding="utf-8")

    def run(self, *words: str) -> tuple[int, str, list[str]]:
        """Run a verb of ingest: exit code, what it printed, and the problems, sorted."""
        code = main(["ingest", *words]) if words != ("check",) else self._check()
        said = self._capsys.readouterr()
        return code, said.out, sorted(said.err.splitlines())

    def _check(self) -> int:
        """Validate all that ingest reads, as `fieldstudy check` does among other things."""
        try:
            print("\n".join([*checked(Path("config/study.yml")), "all is well"]))
        except StudyError as error:
            print(error, file=sys.stderr)
            return 2
        return 0

    def problems(self, *words: str) -> list[str]:
        """Run a verb that must fail and write nothing."""
        code, _, problems = self.run(*words)
        assert code == 2
        assert not (self.root / "results").exists()
        return problems

    def rows(self, name: str) -> list[str]:
        """Read the lines of a result."""
        path = self.root / "results" / "controlled" / "ingest" / name
        return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def small(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qdpx: Qdpx,
) -> Small:
    """Lay the small study out in an empty folder and go there."""
    study = Small(tmp_path, capsys)
    study.write("config/study.yml", STUDY)
    study.write("config/tables.yml", TABLES)
    study.write("config/codebook.yml", CODEBOOK)
    study.write("transcripts/interview-1.vtt", VTT)
    study.write("transcripts/interview-2.txt", TEXT)
    study.write("areas.csv", "area,interview,group\nFenmarsh,1,vru\nOxholm,2,non-vru\n")
    study.write(
        "participants.csv",
        "participant,name,interview,consent_quote\nP01,Ann Lee,1,yes\nP02,Bob Oak,1,no\n",
    )
    study.write(
        "interventions.csv",
        "id,area,name,level,start\nI-2,Oxholm,Night Bus,primary,2020-04-01\n"
        "I-1,Fenmarsh,Open Gym,tertiary,\n",
    )
    study.write("codings/b.csv", HIGHLIGHTS)
    study.write("salt.txt", "synthetic salt\n")
    qdpx(study.data / "codings" / "a.qdpx")
    monkeypatch.chdir(tmp_path)
    return study
