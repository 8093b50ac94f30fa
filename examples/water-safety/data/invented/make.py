"""Make the invented study's files from its masters: ``python data/invented/make.py [FOLDER]``.

Transcripts in Word and plain text, three coders' work as three tools export it, the gold annotation,
the register and the adjudications all come from one text an interview. Nothing is random, and no file
holds the time at which it was made.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import docx
import yaml

HERE = Path(__file__).parent
NOTICE = "SYNTHETIC: every person, place, organisation and word is invented."
AS_WORD = {1, 4, 6, 9}  # the interviews that were typed up in Word; the others are plain text
DENIES = " (denies)"
GOLD = {**dict.fromkeys(("participant", "interviewer", "person"), "PERSON"), "area": "LOC"}
MARK = re.compile(
    r"\{(?P<coders>[ABC]+) (?P<code>\w+)(?P<sign>[+-])\||@(?P<entity>\w+)\((?P<name>[^)]*)\)|\}"
)
DECIDED = {
    "accept": "Taken whole, the passage says so.",
    "reject": "An aside; it does not bear the statement out.",
}


@dataclass
class Turn:
    """One turn: who speaks, the words, the names in them, and the coded passages."""

    speaker: str
    text: str = ""
    names: list[tuple[int, int, str]] = field(default_factory=list)
    passages: list[tuple[int, int, str, str, str]] = field(default_factory=list)


def turn(speaker: str, marked: str) -> Turn:
    """Read one paragraph of a master."""
    made, at, opened = Turn(speaker), 0, []
    for mark in MARK.finditer(marked):
        made.text += marked[at : mark.start()]
        at = mark.end()
        if mark["coders"]:
            opened.append((len(made.text), mark["coders"], mark["code"], mark["sign"]))
        elif mark["entity"]:
            start = len(made.text)
            made.text += mark["name"]
            made.names.append((start, len(made.text), mark["entity"]))
        else:
            start, coders, code, sign = opened.pop()
            made.passages.append((start, len(made.text), coders, code, sign))
    made.text += marked[at:]
    return made


def table(columns: str, rows: Iterable[Iterable[object]]) -> bytes:
    """Write rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns.split(","))
    writer.writerows(rows)
    return text.getvalue().encode()


def word(number: int, turns: list[Turn]) -> bytes:
    """Write an interview as a Word transcript, with one fixed date in its archive."""
    document = docx.Document()
    document.core_properties.author = "synthetic"
    document.add_paragraph(f"Interview {number}. {NOTICE}")
    for place, one in enumerate(turns):
        paragraph = document.add_paragraph()
        paragraph.add_run(one.speaker).bold = True
        paragraph.add_run(f"   {place * 20 // 60}:{place * 20 % 60:02}").add_break()
        paragraph.add_run(one.text)
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(packed, "w") as fixed:
        for name in sorted(archive.namelist()):
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            fixed.writestr(entry, archive.read(name), zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def files() -> dict[str, bytes]:
    """Give every file that is made from the masters."""
    with (HERE / "master/known.csv").open(encoding="utf-8") as text:
        known = list(csv.DictReader(text))
    codes = yaml.safe_load((HERE.parents[1] / "config/codebook.yml").read_text(encoding="utf-8"))[
        "codes"
    ]
    themes = {row["code"]: row["theme"] for row in codes}
    kinds = {row["entity"]: row["kind"] for row in known}
    people = [row["name"] for row in known if row["kind"] == "participant"]
    asker = next(row["name"] for row in known if row["kind"] == "interviewer")
    made: dict[str, bytes] = {}
    rows: list[tuple[int, int, str, str, str, int, int, str]] = []
    for number, person in enumerate(people, start=1):
        master = (HERE / f"master/interview-{number}.txt").read_text(encoding="utf-8")
        turns = [
            turn({"I": asker, "P": person}[line[0]], line[3:])
            for line in master.splitlines()
            if line
        ]
        name = f"transcripts/synthetic-interview-{number}"
        if number in AS_WORD:
            made[f"{name}.docx"] = word(number, turns)
        else:
            made[f"{name}.txt"] = "".join(f"{one.speaker}: {one.text}\n" for one in turns).encode()
        gold = [
            (number, at, start, end, GOLD.get(kinds[entity], "ORG"), entity, "synthetic")
            for at, one in enumerate(turns, start=1) for start, end, entity in one.names
        ]  # fmt: skip
        made[f"gold/interview-{number}.csv"] = table(
            "interview,turn,start,end,type,entity,note", gold
        )
        for at, one in enumerate(turns, start=1):
            for start, end, coders, code, sign in one.passages:
                rows.append((number, at, coders, code, sign, start, end, one.text[start:end]))
    made["register.csv"] = table(
        "entity,kind,name,aliases,role,generalisation,note",
        ([*row.values(), "", "synthetic"] for row in known),
    )
    return made | codings(rows, themes)


def codings(
    rows: list[tuple[int, int, str, str, str, int, int, str]], themes: dict[str, str]
) -> dict[str, bytes]:
    """Give each coder's work as their tool exports it, and what was decided where one alone marked."""
    by = {coder: [row for row in rows if coder in row[2]] for coder in "ABC"}

    def label(code: str, sign: str) -> str:
        return code + (DENIES if sign == "-" else "")

    def source(number: int) -> str:
        return f"synthetic-interview-{number}"

    a = ((at, source(n), f"{themes[code]}.{label(code, sign)}", text)
         for at, (n, _, _, code, sign, _, _, text) in enumerate(by["A"], start=1))  # fmt: skip
    b = ((source(n), f"{themes[code]} > {label(code, sign)}", text, "synthetic")
         for n, _, _, code, sign, _, _, text in by["B"])  # fmt: skip
    c = ((n, t, start, end, text, label(code, sign), "synthetic")
         for n, t, _, code, sign, start, end, text in by["C"])  # fmt: skip
    alone = [row for row in rows if len(row[2]) == 1]
    decided = []
    for at, (number, place, coders, code, _, _, _, _) in enumerate(alone):
        decision = "reject" if at % 3 == 2 else "accept"
        decided.append(
            (
                number,
                place,
                code,
                coders,
                decision,
                "",
                DECIDED[decision],
                "all coders",
                "synthetic",
            )
        )
    return {
        "codings/coder-a.csv": table("id,document,tag,content", a),
        "codings/coder-b.csv": table("Document name,Code,Segment,Comment", b),
        "codings/coder-c.csv": table("interview,turn,start,end,text,code,memo", c),
        "adjudications.csv": table(
            "interview,turn,code,coder,decision,stance,reason,decided_by,note", decided
        ),
    }


def main(folder: Path) -> None:
    """Write every file."""
    for name, content in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
