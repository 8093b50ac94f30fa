"""Make the stand-in's files from its marked-up masters: ``python data/standin/make.py [FOLDER]``.

Transcripts as Microsoft Teams exports them, both coders' codings as two tools export them, the gold
annotation, the register and the adjudications all come from one text an interview, so that they
agree by construction. Nothing here is random, and no file holds the time at which it was made.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import docx
import yaml

sys.path.insert(0, str(Path(__file__).parent))
from markup import Interview, Passage, read_interview

HERE = Path(__file__).parent
NOTICE = "SYNTHETIC stand-in data: every person, place, organisation and word is invented."
AS_WORD = {2, 4}  # the interviews that were exported as Word files; the others are WebVTT
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://fieldstudy.example/stand-in")
WORDS_A_SECOND = 2.6
WORDS_A_CUE = 14
DENIES = " (denies)"
GOLD_TYPES = {
    **dict.fromkeys(("participant", "interviewer", "person"), "PERSON"),
    **dict.fromkeys(("town", "place", "area"), "LOC"),
    **dict.fromkeys(("phone", "email", "url", "postcode", "address"), "CONTACT"),
    **dict.fromkeys(("reference", "vehicle", "detail"), "OTHER"),
    "date": "DATE",
}  # any other kind names an organisation
NOTE = {"note": "synthetic"}
REGISTER = ["entity", "kind", "name", "aliases", "role", "generalisation", "note"]


def guid(*parts: object) -> str:
    """Make an identifier that depends on nothing but its parts."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


def clock(seconds: float) -> str:
    """Write a time as WebVTT does."""
    whole, milli = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{milli:03}"


def timed(interview: Interview) -> Iterator[tuple[float, str, list[tuple[float, float, str]]]]:
    """Give each turn its start, its speaker and its cues (start, end, words)."""
    now = 3.2
    for turn in interview.turns:
        words = turn.text.split(" ")
        cues = []
        start = now
        for first in range(0, len(words), WORDS_A_CUE):
            part = words[first : first + WORDS_A_CUE]
            end = now + len(part) / WORDS_A_SECOND
            cues.append((now, end, " ".join(part)))
            now = end + 0.12
        yield start, turn.speaker, cues
        now += 0.7


def vtt(interview: Interview) -> bytes:
    """Write an interview as a WebVTT transcript of Teams."""
    meeting = guid("meeting", interview.number)
    blocks = ["WEBVTT", f"NOTE {NOTICE}"]
    number = 12
    for _, speaker, cues in timed(interview):
        for start, end, words in cues:
            times = f"{clock(start)} --> {clock(end)}"
            blocks.append(f"{meeting}/{number}-0\n{times}\n<v {speaker}>{escape(words)}</v>")
            number += 1
    return ("\n\n".join(blocks) + "\n").encode()


def fixed_zip(files: dict[str, bytes]) -> bytes:
    """Pack files with one fixed date, so that packing again changes nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0))
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def word(interview: Interview) -> bytes:
    """Write an interview as a Word transcript of Teams."""
    document = docx.Document()
    document.core_properties.author = "synthetic"
    document.add_paragraph(f"Interview {interview.number}. {NOTICE}")
    for start, speaker, cues in timed(interview):
        paragraph = document.add_paragraph()
        paragraph.add_run(speaker).bold = True
        paragraph.add_run(f"   {int(start) // 60}:{int(start) % 60:02}").add_break()
        paragraph.add_run(" ".join(words for _, _, words in cues))
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return fixed_zip({name: archive.read(name) for name in archive.namelist()})


def table(rows: list[dict[str, object]], columns: list[str]) -> bytes:
    """Write rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def coded(interview: Interview, coder: str) -> Iterator[tuple[int, Passage]]:
    """Give the passages that one coder coded, with their turn's number."""
    for number, turn in enumerate(interview.turns, start=1):
        for passage in sorted(turn.passages, key=lambda p: (p.start, p.end, p.code)):
            if coder in passage.coder and passage.code != "withdrawn":
                yield number, passage


def label(passage: Passage) -> str:
    """Name a code as the coders did: a denial has its own code."""
    return passage.code + (DENIES if passage.stance == "denies" else "")


def project(interviews: list[Interview], themes: dict[str, list[str]]) -> bytes:
    """Write coder A's work as a REFI-QDA project."""
    user = guid("coder A")
    when = 'creationDateTime="2022-01-10T09:00:00Z"'
    by = f'creatingUser="{user}" {when}'
    files: dict[str, bytes] = {}
    xml = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<!-- {NOTICE} -->",
        '<Project xmlns="urn:QDA-XML:project:1.0" name="Stand-in, coder A" origin="fieldstudy"'
        f' creatingUserGUID="{user}" {when}>',
        f'<Users><User guid="{user}" name="Coder A"/></Users>',
        "<CodeBook><Codes>",
    ]
    for theme, codes in themes.items():
        xml.append(f'<Code guid="{guid("theme", theme)}" name="{theme}" isCodable="false">')
        xml += [
            f'<Code guid="{guid("code", name)}" name="{name}" isCodable="true"/>'
            for code in codes
            for name in (code, code + DENIES)
        ]
        xml.append("</Code>")
    xml.append("</Codes></CodeBook><Sources>")
    for interview in interviews:
        source = guid("source", interview.number)
        lines = [f"{turn.speaker}: {turn.text}" for turn in interview.turns]
        files[f"Sources/{source}.txt"] = "\n".join(lines).encode()
        xml.append(
            f'<TextSource guid="{source}" name="synthetic-interview-{interview.number}"'
            f' plainTextPath="internal://{source}.txt" {by}>'
        )
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        for number, passage in coded(interview, "a"):
            turn = interview.turns[number - 1]
            shift = starts[number - 1] + len(turn.speaker) + 2
            key = (interview.number, number, passage.start, label(passage))
            words = quoteattr(turn.text[passage.start : passage.end])
            xml.append(
                f'<PlainTextSelection guid="{guid("selection", *key)}" name={words}'
                f' startPosition="{shift + passage.start}" endPosition="{shift + passage.end}" {by}>'
                f'<Coding guid="{guid("coding", *key)}" {by}>'
                f'<CodeRef targetGUID="{guid("code", label(passage))}"/></Coding></PlainTextSelection>'
            )
        xml.append("</TextSource>")
    xml.append("</Sources></Project>\n")
    return fixed_zip({"project.qde": "\n".join(xml).encode(), **files})


def highlights(interviews: list[Interview], theme_of: dict[str, str]) -> bytes:
    """Write coder B's work as Taguette exports its highlights."""
    rows: list[dict[str, object]] = []
    for interview in interviews:
        for number, passage in coded(interview, "b"):
            rows.append(
                {
                    "id": len(rows) + 1,
                    "document": f"synthetic-interview-{interview.number}",
                    "tag": f"{theme_of[passage.code]}.{label(passage)}",
                    "content": interview.turns[number - 1].text[passage.start : passage.end],
                }
            )
    return table(rows, ["id", "document", "tag", "content"])


def gold(interview: Interview, kinds: dict[str, str]) -> bytes:
    """Write where every identifier of an interview stands."""
    rows: list[dict[str, object]] = [
        {
            "interview": interview.number,
            "turn": number,
            "start": mention.start,
            "end": mention.end,
            "type": GOLD_TYPES.get(kinds.get(mention.entity, mention.entity), "ORG"),
            "entity": mention.entity,
        }
        | NOTE
        for number, turn in enumerate(interview.turns, start=1)
        for mention in turn.mentions
    ]
    return table(rows, ["interview", "turn", "start", "end", "type", "entity", "note"])


def adjudications(interviews: list[Interview]) -> bytes:
    """Write what was decided where only one coder had coded a passage."""
    rows: list[dict[str, object]] = [
        {
            "interview": interview.number,
            "turn": number,
            "code": passage.code,
            "coder": coder.upper(),
            "decision": passage.decision,
            "stance": "",
            "reason": passage.reason,
            "decided_by": "both coders, in a meeting",
        }
        | NOTE
        for interview in interviews
        for coder in "ab"
        for number, passage in coded(interview, coder)
        if passage.coder == coder and passage.decision in ("accept", "reject")
    ]
    order = ["interview", "turn", "code", "coder"]
    rows.sort(key=lambda row: tuple((str(type(row[c])), row[c]) for c in order))
    return table(rows, [*order, "decision", "stance", "reason", "decided_by", "note"])


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a table of the stand-in."""
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def themes_of(codebook: Path) -> dict[str, list[str]]:
    """Read each theme's codes from the codebook, in its order."""
    themes: dict[str, list[str]] = {}
    for row in yaml.safe_load(codebook.read_text(encoding="utf-8"))["codes"]:
        themes.setdefault(row["theme"], []).append(row["code"])
    return themes


def make(masters: Path, codebook: Path, standin: Path) -> dict[str, bytes]:
    """Make every generated file; returns path inside the stand-in → content."""
    interviews = [read_interview(path) for path in sorted(masters.glob("interview-*.txt"))]
    entities = [row for path in sorted(masters.glob("entities-*.csv")) for row in read_csv(path)]
    people = read_csv(standin / "participants.csv")
    known = read_csv(masters / "known.csv")
    kinds = {row["entity"]: row["kind"] for row in known + entities}
    themes = themes_of(codebook)
    theme_of = {code: theme for theme, codes in themes.items() for code in codes}
    register: list[dict[str, object]] = [
        {column: row.get(column, "") for column in REGISTER} | NOTE
        for row in known + entities
        if row.get("in_register", "yes") == "yes"
    ]
    assert {row["participant"].lower() for row in people} <= set(kinds)
    files = {
        "register.csv": table(register, REGISTER),
        "codings/coder-a.qdpx": project(interviews, themes),
        "codings/coder-b.csv": highlights(interviews, theme_of),
        "adjudications.csv": adjudications(interviews),
    }
    for interview in interviews:
        number = interview.number
        files[f"gold/interview-{number}.csv"] = gold(interview, kinds)
        if number in AS_WORD:
            files[f"transcripts/synthetic-interview-{number}.docx"] = word(interview)
        else:
            files[f"transcripts/synthetic-interview-{number}.vtt"] = vtt(interview)
    return files


def main(target: Path) -> None:
    """Write the generated files and say how many."""
    files = make(HERE / "master", HERE.parents[1] / "config" / "codebook.yml", HERE)
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    total = hashlib.sha256(b"".join(files[name] for name in sorted(files))).hexdigest()
    print(f"{len(files)} files, together {total[:16]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
