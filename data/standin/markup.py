"""Read a marked-up master interview: one text from which every stand-in file is made.

The markup is described in ``data/standin/master/README.md``. Reading is strict: a problem names the
interview and the turn, since an error here would make the gold annotation wrong without a sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

HEADER = re.compile(r"^% speaker (?P<initials>[A-Z]{2}) = (?P<name>.+)$")
TURN = re.compile(r"^(?P<initials>[A-Z]{2}): (?P<talk>.+)$")
TOKEN = re.compile(
    r"\{(?P<entity>[a-z0-9_]+)\|(?P<surface>[^{}|<>]+)\}"
    r"|<(?P<close>/)?(?:(?P<coder>[ab]) )?(?P<code>[a-z0-9_]+)(?::(?P<stance>denies))?"
    r"(?: \| (?P<decision>accept|reject|open)(?: \| (?P<reason>[^|<>]+))?)?>"
)


@dataclass(frozen=True)
class Mention:
    """An identifier in a turn: half-open code points, and whom or what it names."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True)
class Passage:
    """A passage coded by coder ``a``, ``b`` or both (``ab``), with its adjudication if any."""

    start: int
    end: int
    code: str
    stance: str
    coder: str
    decision: str = ""
    reason: str = ""


@dataclass
class Turn:
    """One turn of talk, its markup taken off and kept as offsets."""

    speaker: str
    text: str
    mentions: list[Mention] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


@dataclass
class Interview:
    """A master interview: its number, its speakers by initials, its turns."""

    number: int
    speakers: dict[str, str]
    turns: list[Turn]


class MarkupError(ValueError):
    """The markup of a master is wrong; the message says where."""


def read_turn(speaker: str, talk: str, where: str) -> Turn:
    """Take the markup off one turn."""
    turn = Turn(speaker, "")
    opened: dict[tuple[str, str], tuple[int, str]] = {}
    at = 0
    for token in TOKEN.finditer(talk):
        turn.text += talk[at : token.start()]
        at = token.end()
        here = len(turn.text)
        if token["entity"]:
            turn.text += token["surface"]
            turn.mentions.append(Mention(here, len(turn.text), token["entity"]))
            continue
        key = (token["coder"] or "ab", token["code"])
        if not token["close"]:
            if key in opened:
                raise MarkupError(f"{where}: <{key[1]}> is opened twice")
            opened[key] = (here, token["stance"] or "affirms")
            continue
        if key not in opened:
            raise MarkupError(f"{where}: </{key[1]}> closes nothing")
        start, stance = opened.pop(key)
        turn.passages.append(
            Passage(
                start, here, key[1], stance, key[0], token["decision"] or "", token["reason"] or ""
            )
        )
    turn.text += talk[at:]
    if opened:
        raise MarkupError(f"{where}: {sorted(opened)} never closed")
    if re.search(r"[{}<>|]", turn.text):
        raise MarkupError(f"{where}: markup not understood: {turn.text!r}")
    return turn


def read_interview(path: Path) -> Interview:
    """Read one master file.

    Raises
    ------
    MarkupError
        If a line is no turn, two successive turns share a speaker, or markup does not close.
    """
    number = int(path.stem.rsplit("-", 1)[1])
    speakers: dict[str, str] = {}
    turns: list[Turn] = []
    for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if header := HEADER.match(line):
            speakers[header["initials"]] = header["name"]
            continue
        if not line.strip() or line.startswith("%"):
            continue
        where = f"{path.name}:{row}"
        spoken = TURN.match(line)
        if not spoken or spoken["initials"] not in speakers:
            raise MarkupError(f"{where}: not a turn of a known speaker")
        if turns and turns[-1].speaker == speakers[spoken["initials"]]:
            raise MarkupError(f"{where}: two successive turns of one speaker")
        turns.append(read_turn(speakers[spoken["initials"]], spoken["talk"], where))
    return Interview(number, speakers, turns)
