"""Read WebVTT transcripts as Microsoft Teams exports them; timings are kept, styling is not."""

from __future__ import annotations

import html
import re

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest.turns import Said

TIME = r"(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
TIMING = re.compile(rf"^\s*{TIME}\s+-->\s+{TIME}(?:\s.*)?$", re.ASCII)
# The tags of the standard (W3C WebVTT, section 3.4); any other angle bracket is the speaker's own.
TAG = re.compile(
    r"<(?:(v)(?:\.[^\s>]*)?(?:[ \t]+([^>]*))?|/?(?:v|c|i|b|u|ruby|rt|lang)\b[^>]*|[\d:.]+)>"
)
NO_CUES = ("NOTE", "STYLE", "REGION")

Block = tuple[int, list[str]]


def parse(text: str, where: str) -> list[Said]:
    r"""Read the text of a WebVTT file into what is said, one entry a voice of a cue.

    Parameters
    ----------
    text
        Content of the file.
    where
        The file, as problems name it.

    Raises
    ------
    StudyError
        If the header is missing, a block is no cue, or a voice has no name.

    Examples
    --------
    >>> parse("WEBVTT\n\n00:03.120 --> 00:05.900\n<v Ann>Q&amp;A</v>\n", "1.vtt")
    [Said(row=3, speaker='Ann', start=3.12, text='Q&A')]
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        raise StudyError.of(f"{where}:1", "is no WebVTT file; its first line must be 'WEBVTT'")
    found = Problems()
    said: list[Said] = []
    for row, block in _blocks(lines):
        if not (row > 1 and block[0].split(" ")[0].split("\t")[0] in NO_CUES):
            with found.gathering():
                said += _cue(row, block, where)
    found.stop_if_any()
    return said


def _blocks(lines: list[str]) -> list[Block]:
    """Split lines at blank ones; each block comes with the row of its first line."""
    blocks: list[Block] = []
    fresh = True
    for row, line in enumerate(lines, start=1):
        if not line.strip():
            fresh = True
        elif fresh:
            blocks.append((row, [line]))
            fresh = False
        else:
            blocks[-1][1].append(line)
    return blocks


def _cue(row: int, block: list[str], where: str) -> list[Said]:
    """Read one cue: an optional id, a timing, and voices."""
    at = next((n for n, line in enumerate(block) if "-->" in line), None)
    if row == 1 and at is None:
        return []  # the header and what belongs to it
    timing = TIMING.match(block[at]) if at is not None else None
    if timing is None or at is None or (at > 1 and row > 1):
        raise StudyError.of(
            f"{where}:{row + (at or 0)}",
            "is no cue; a cue is a line '00:00:03.120 --> 00:00:05.900' and the words below it",
        )
    hours, minutes, seconds, milli = (int(part or 0) for part in timing.groups()[:4])
    start = hours * 3600 + minutes * 60 + seconds + milli / 1000
    return _voices(row + at, start, " ".join(block[at + 1 :]), where)


def _voices(row: int, start: float, payload: str, where: str) -> list[Said]:
    """Split a cue's payload at its voices and take the tags off."""
    said: list[Said] = []
    speaker = words = ""
    end = 0
    for tag in TAG.finditer(payload):
        words += payload[end : tag.start()]
        end = tag.end()
        if tag[1]:
            said.append(Said(row, speaker, start, html.unescape(words)))
            speaker, words = html.unescape(tag[2] or "").strip(), ""
            if not speaker:
                raise StudyError.of(f"{where}:{row}", "has a voice without a name; write <v Name>")
    said.append(Said(row, speaker, start, html.unescape(words + payload[end:])))
    return [part for part in said if part.text.strip()]
