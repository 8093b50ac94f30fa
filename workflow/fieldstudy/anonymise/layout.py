"""Tell the words of a transcript from its layout, so that timings stay and every word is looked at.

Reads WebVTT, plain text and Word; what a file's words are is all it knows, and it changes none.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.anonymise.mask import Cut
from fieldstudy.errors import StudyError
from fieldstudy.untrusted import hiding

ENDINGS = (".docx", ".txt", ".vtt")
TIMING = re.compile(r"^\s*[\d:.,]+\s+-->\s+[\d:.,]+.*$")
# The tags of the standard (W3C WebVTT, section 3.4) that hold no words; every other is read as words.
TAG = re.compile(
    r"</?(?:c|i|b|u|ruby|rt|lang)(?:\.[\w.-]*)?>|<lang [a-z]{2,3}(?:-[A-Z]{2})?>"
    r"|<v(?:\.[^\s>]*)?[ \t][^>\n]*>|</v>|<[\d:.]+>"
)
# A character written by its name or number is read as it stands, so it may not part or spell words.
REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot);)(?:#\w+|[A-Za-z]+);")
VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>\n]+)>")
# "Ann Lee: …" and "Ann Lee   0:03", as transcripts name who speaks.
LABEL = re.compile(
    r"^[ \t]*([^\s:][^:\n]{0,60}?)(?::[ \t]+(?=\S)|(?:[ \u00a0]{2,}|\t+)[\d:]+[ \t]*$)", re.M
)
LABEL_WORDS = 6
REFUSED = {"ins": "tracked changes", "del": "tracked changes", "tbl": "a table"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SILENT = re.compile(r"^(?:WEBVTT|STYLE|REGION)\b")

Ends = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """A transcript's text, where its words stand in it, and what names it gives its speakers.

    Parameters
    ----------
    text
        The whole text; of a Word file, one line a paragraph.
    passages
        Each a list of stretches of ``text`` that are read on as one: a name may be split over them.
    labels
        Names of speakers.
    """

    text: str
    passages: list[list[Ends]]
    labels: list[str]

    def words(self) -> list[str]:
        """Give the words of each passage, its stretches joined by a space."""
        return [" ".join(self.text[a:b] for a, b in ends) for ends in self.passages]

    def cuts(self, passage: int, cuts: Sequence[Cut]) -> list[Cut]:
        """Carry the cuts of a passage's words to the whole text.

        Of a name that is split, the first piece is replaced and the others are taken out.
        """
        made = []
        for cut in cuts:
            at, shown = 0, cut.replacement
            for start, end in self.passages[passage]:
                low, high = max(cut.start, at), min(cut.end, at + end - start)
                if low < high:
                    made.append(Cut(start + low - at, start + high - at, shown, cut.type))
                    shown = ""
                at += end - start + 1
        return made


def read(path: Path) -> Document:
    """Read a transcript.

    Raises
    ------
    StudyError
        If it is empty, not UTF-8, no Word file, or of another ending; the file is not named, since
        its name may name a person.
    """
    ending = path.suffix.lower()
    content = path.read_bytes()
    if not content.strip():
        raise StudyError.of("file", "is empty; export it again")
    text = _docx(content) if ending == ".docx" else _utf8(content)
    _refuse_hiding(text, ending == ".vtt")
    if ending == ".vtt":
        return _vtt(text)
    ends = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m[0].strip()]
    return Document(text, [[one] for one in ends], _labels(text))


def _utf8(content: bytes) -> str:
    """Read UTF-8 text, line ends as they are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StudyError.of("file", "is not UTF-8 text; save it with the encoding UTF-8") from None
    return text


def _refuse_hiding(text: str, marked: bool) -> None:
    """Refuse what could hide a name, as ingest does; in what is marked up, references too."""
    for number, line in enumerate(text.split("\n"), start=1):
        what = hiding(line)
        if marked and not what and (found := REFERENCE.search(line)):
            what = f"holds '{found[0]:.20}', behind which a name could hide; write the character itself"
        if what:
            raise StudyError.of("file", f"line {number} {what}")


def _docx(content: bytes) -> str:
    """Read a Word file's paragraphs as lines; what would be lost is refused."""
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        body = document.element.body
        texts = [paragraph.text for paragraph in document.paragraphs]
    except Exception:  # an untrusted file fails in python-docx and lxml in a dozen ways
        raise StudyError.of("file", "is no Word file; save it again as .docx") from None
    for name, what in REFUSED.items():
        if body.find(f".//{WORD}{name}") is not None:
            raise StudyError.of("file", f"holds {what}; take that out in Word and save again")
    return "\n".join([*texts, ""])


def _labels(text: str) -> list[str]:
    """Give what stands where a speaker's name does, at least twice and as a name would."""
    met = Counter(match[1].strip() for match in LABEL.finditer(text))
    return sorted(name for name, times in met.items() if times > 1 and _named(name))


def _named(words: str) -> bool:
    """Whether some words could be a speaker's name: few, and each with a capital."""
    parts = re.findall(r"[^\W\d_]+", words)
    return 0 < len(parts) <= LABEL_WORDS and all(part[0].isupper() for part in parts)


def _vtt(text: str) -> Document:
    """Find the words of cues, notes and voices; cues that follow one another are read as one."""
    if not text.startswith("WEBVTT"):
        raise StudyError.of("file", "is no WebVTT file; its first line must be 'WEBVTT'")
    passages: list[list[Ends]] = []
    voice = ""
    for block in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text):
        if SILENT.match(block[0]):
            head = block[0].partition("\n")[0]
            if head[6:].strip() and head.startswith("WEBVTT"):
                passages.append([(block.start() + 6, block.start() + len(head))])
            continue
        said, timed = _block(block[0], block.start())
        name = VOICE.search(block[0])
        if not timed or not passages or (name and name[1] != voice):
            passages.append([])
        voice = name[1] if name else voice
        passages[-1] += said
    names = sorted({match[1].strip() for match in VOICE.finditer(text)})
    spoken = [[m.span(1)] for m in VOICE.finditer(text)]
    return Document(text, [*filter(None, passages), *spoken], names)


def _block(block: str, at: int) -> tuple[list[Ends], bool]:
    """Give the stretches of words in a block, tags left out, and whether it is a cue."""
    lines, start = [], at
    for line in block.splitlines(keepends=True):
        lines.append((start, line.rstrip("\r\n")))
        start += len(line)
    timing = next((n for n, (_, line) in enumerate(lines) if TIMING.match(line)), None)
    found = []
    for place, line in lines[(timing + 1 if timing is not None else 0) :]:
        edge = 0
        for tag in [*TAG.finditer(line), None]:
            end = tag.start() if tag else len(line)
            if line[edge:end].strip():
                found.append((place + edge, place + end))
            edge = tag.end() if tag else end
    return found, timing is not None
