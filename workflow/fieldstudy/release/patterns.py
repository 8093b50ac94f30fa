"""What betrays somebody by its shape: addresses, telephone numbers, keys, and the machine's own names."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Iterator
from pathlib import Path

from fieldstudy.anonymise.words import ordinary

# An address from its sign on, and what stands before.
DOMAIN = re.compile(rb"@(?<=[\w.+%-]@)(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?![\w-])", re.I)
LOCAL = re.compile(rb"[\w.+%-]+\Z")
LONGEST = 64  # letters before the sign
# Numbers of the United Kingdom, written in groups or not, and of other countries behind a plus. Every
# alternative begins with a sign and looks back from behind it, so that the engine passes quickly over others.
REST = rb"(?:7\d{3}|[123]\d{1,4}|8\d{2,3}|5[56]\d{0,2})\)?(?:[ -]?\d){5,8}"
COUNTRY = rb"44[ -]?(?:\(0\)[ -]?)?"
PLUS, ZERO, OPEN = (one + rb"(?<![\w.+/-]" + one + b")" for one in (rb"\+", b"0", rb"\("))
PHONE = re.compile(
    b"(?:%b)(?![\\w=])"
    % b"|".join(
        (
            PLUS + COUNTRY + REST,
            ZERO + b"0" + COUNTRY + REST,
            OPEN + b"0" + REST,
            ZERO + REST,
            PLUS + rb"[1-9]\d{0,2}(?:[ -]?\(?\d{1,4}\)?){2,5}",
        )
    )
)
HERE, ABROAD = 11, range(10, 16)  # digits of a telephone number
FEW = b"d" * min(ABROAD)
SKELETON = bytes(100 if 48 <= code <= 57 else 32 for code in range(256))  # a d for every digit
PART = 4000  # bytes in which digits are counted at a time
CUT = re.compile(rb"[^\d +()-]")  # stands in no number
CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\r")
MAGIC = b"age-encryption.org/v1"
COLUMNS = (
    b"replacement,kind,entity,name,registered,interview,turn,field,start"  # of the anonymiser's key
)
KEYS = {
    COLUMNS: "key of pseudonyms",
    b'"' + COLUMNS.replace(b",", b'","') + b'"': "key of pseudonyms",
    MAGIC: "locked key",
    b"-----BEGIN AGE ENCRYPTED FILE": "locked key",
    b"AGE-SECRET-KEY-1": "secret key",
    b"PRIVATE KEY-----": "secret key",
}
# Names that many machines share and that are no words of a dictionary.
COMMON = frozenset(("localhost", "ubuntu", "debian", "vscode"))
SHORTEST_NAME = 6
Found = tuple[int, str]  # place and kind
Said = tuple[int, str, bytes]  # and what stands there


def machine(salt: str = "") -> dict[bytes, str]:
    """Give the texts by which an output would betray this machine or the study's salt.

    A user or machine that is called by an everyday word (nobody, runner) is not looked for by itself, since
    any prose may hold it; its paths are.

    Parameters
    ----------
    salt
        The salt of the raw files' hashes; empty if it is public.
    """
    host, user = socket.gethostname(), getpass.getuser()
    found = {str(Path.cwd()): "path of this machine", f"{Path.home()}/": "path of this machine"}
    for name, kind in ((host, "name of this machine"), (user, "user of this machine")):
        if len(name) >= SHORTEST_NAME and name not in COMMON and not ordinary(name.lower()):
            found[name] = kind
    if salt:
        found[salt] = "salt of the hashes"
    return {text.lower().encode(): kind for text, kind in found.items()}


def shapes(content: bytes) -> Iterator[Said]:
    """Give place, kind and text of each address, telephone number and key in folded bytes."""
    for found in DOMAIN.finditer(content) if b"@" in content else ():
        at, end = found.span()
        local = LOCAL.search(content, max(0, at - LONGEST), at)
        if local and _printed(content, local.start(), end):
            yield at, "e-mail address", content[local.start() : end]
    for start, end in _numbered(content):
        for found in PHONE.finditer(content, start, end):
            if _is_number(found[0]):
                yield found.start(), "phone number", found[0]
    for marker, kind in KEYS.items():
        if marker in content:
            yield from ((place, kind, marker) for place in places(content, marker))


def _printed(content: bytes, start: int, end: int) -> bool:
    """Whether an address stands in printed text, not by chance between bytes of a picture."""
    around = content[max(0, start - 6) : end + 6]
    return around.isascii() and around.translate(None, CONTROLS) == around


def _numbered(content: bytes) -> Iterator[tuple[int, int]]:
    """Give the parts with digits enough for a telephone number, cut where none goes on."""
    start = 0
    while start < len(content):
        cut = CUT.search(content, start + PART)
        end = cut.end() if cut else len(content)
        if FEW in content[start:end].translate(SKELETON, b" -()"):
            yield start, end
        start = end


def _is_number(said: bytes) -> bool:
    """Whether digits are as many as a telephone number has: eleven here, ten in groups, more abroad."""
    digits = bytes(code for code in said if 48 <= code <= 57)
    if said.startswith(b"+") or digits.startswith(b"0044"):
        return len(digits.removeprefix(b"00")) in ABROAD
    return len(digits) == HERE or (len(digits) == HERE - 1 and len(said) > len(digits))


def own(content: bytes, markers: dict[bytes, str]) -> Iterator[Found]:
    """Give place and kind of each marker of the machine; ``content`` is folded."""
    if markers:
        small = content.lower()
        for marker, kind in markers.items():
            if marker in small:
                yield from ((at, kind) for at in places(small, marker) if _alone(small, at, marker))


def places(content: bytes, marker: bytes) -> Iterator[int]:
    """Give every place of a marker."""
    at = content.find(marker)
    while at >= 0:
        yield at
        at = content.find(marker, at + 1)


def _alone(content: bytes, at: int, marker: bytes) -> bool:
    """Whether a marker is no part of a longer word."""
    sides = content[max(0, at - 1) : at], content[at + len(marker) : at + len(marker) + 1]
    return not (sides[0].isalnum() and marker[:1].isalnum()) and not (
        sides[1].isalnum() and marker[-1:].isalnum()
    )
