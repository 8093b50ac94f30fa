"""The key: whom each replacement stands for, and every spelling, so that it reverses the text exactly.

It may be locked in the age format (age-encryption.org/v1), with a passphrase or a key file. Neither
is ever read from the study's configuration, written anywhere or shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldstudy.anonymise.mask import Cut
from fieldstudy.anonymise.register import Entry
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import cells_of, csv_text, read_text
from fieldstudy.study import natural

Row = dict[str, str]
COLUMNS = (
    *("replacement", "kind", "entity", "name", "registered"),
    *("interview", "turn", "field", "start"),
)
WAYS = ("plain", "passphrase", "file")
PASSPHRASE = "FIELDSTUDY_PASSPHRASE"
KEY_FILE = "FIELDSTUDY_KEY_FILE"
MAGIC = b"age-encryption.org/v1"
SPELLING = "spelling"  # the kind of a row that keeps the letters of one mention
NO_PLACE = {"interview": "", "turn": "", "field": "", "start": ""}


@dataclass(frozen=True)
class Lock:
    """How the key is locked: not at all, with a passphrase, or with an identity of a key file."""

    way: str = "plain"
    secret: str = field(default="", repr=False)

    @classmethod
    def of(cls, way: str, environment: Mapping[str, str]) -> Lock:
        """Take the secret that config asks for from the environment.

        Raises
        ------
        StudyError
            If there is no such way, or the secret is not there.
        """
        where = "config/study.yml: anonymise: key"
        if way not in WAYS:
            raise StudyError.of(where, f"'{way}' is no way; allowed: {', '.join(WAYS)}")
        if way == "plain":
            return cls()
        name = PASSPHRASE if way == "passphrase" else KEY_FILE
        secret = environment.get(name, "")
        if not secret:
            raise StudyError.of(where, f"is '{way}', but {name} is not set; set it and build again")
        if way == "passphrase":
            return cls(way, secret)
        lines = read_text(Path(secret)).split()
        identities = [line for line in lines if line.startswith("AGE-SECRET-KEY-")]
        if len(identities) != 1:
            what = "must be a file with one AGE-SECRET-KEY; make it with 'anonymise new-key FILE'"
            raise StudyError.of(KEY_FILE, what)
        return cls(way, identities[0])

    def lock(self, content: bytes) -> bytes:
        """Encrypt, if that is the way."""
        import pyrage

        if self.way == "plain":
            return content
        if self.way == "passphrase":
            return bytes(pyrage.passphrase.encrypt(content, self.secret))
        identity = pyrage.x25519.Identity.from_str(self.secret)
        return bytes(pyrage.encrypt(content, [identity.to_public()]))

    def unlock(self, content: bytes) -> bytes:
        """Decrypt what is locked; what is not passes.

        Raises
        ------
        StudyError
            If the secret is another than that it was locked with.
        """
        if not content.startswith(MAGIC):
            return content
        import pyrage

        try:
            if self.way == "file":
                identity = pyrage.x25519.Identity.from_str(self.secret)
                return bytes(pyrage.decrypt(content, [identity]))
            return bytes(pyrage.passphrase.decrypt(content, self.secret))
        except (pyrage.DecryptError, pyrage.IdentityError):
            what = (
                "does not open with the passphrase or key file given; give the one it was made with"
            )
            raise StudyError.of("the key", what) from None


def new_identity() -> str:
    """Make a key file's content: one new X25519 identity, as ``age-keygen`` writes it."""
    import pyrage

    made = pyrage.x25519.Identity.generate()
    return f"# public key: {made.to_public()}\n{made}\n"


def entity_rows(
    registered: Mapping[str, Entry], unregistered: Mapping[str, Entry], numbers: Mapping[str, str]
) -> list[Row]:
    """Say which replacement stands for whom."""
    entries = {**unregistered, **registered}
    rows = [
        {
            "replacement": numbers[entity],
            "kind": entry.kind,
            "entity": entity,
            "name": entry.name,
            "registered": "yes" if entity in registered else "no",
            **NO_PLACE,
        }
        for entity, entry in entries.items()
    ]
    return sorted(rows, key=lambda row: (row["replacement"], row["entity"]))


def spelling_rows(
    turns: Sequence[Row], masked: Sequence[Row], spans: Sequence[Sequence[Span]]
) -> list[Row]:
    """Keep what every replacement replaced, letter by letter; withdrawn words are kept nowhere.

    ``start`` is where the replacement stands in the anonymised text.
    """
    rows = []
    for raw, new, found in zip(turns, masked, spans, strict=True):
        place = {"interview": raw["interview"], "turn": raw["turn"]}
        speaker = {"replacement": new["speaker"], "name": raw["speaker"], "field": "speaker"}
        rows.append(_spelling(place | speaker | {"start": "0"}))
        shift = 0
        for span in found:
            start = {"start": str(span.start + shift), "entity": span.entity, "field": "text"}
            words = raw["text"][span.start : span.end]
            shift += len(span.replacement) - len(words)
            if span.type != WITHDRAWN:
                said = {"replacement": span.replacement, "name": words}
                rows.append(_spelling(place | said | start))
    return sorted(rows, key=_place)


def _place(row: Row) -> tuple[object, ...]:
    return natural(row["interview"]), int(row["turn"]), row["field"], int(row["start"])


def _spelling(row: Row) -> Row:
    return {"kind": SPELLING, "entity": "", "registered": ""} | row


def written(rows: Iterable[Row]) -> bytes:
    """Give the key as one piece of CSV."""
    return csv_text(COLUMNS, rows).encode()


def read(content: bytes) -> list[Row]:
    """Read an unlocked key.

    Raises
    ------
    StudyError
        If it is no key.
    """
    try:
        header, *rows = cells_of(content.decode("utf-8"), "the key") or [[]]
    except UnicodeDecodeError:
        header = []
    if tuple(header) != COLUMNS:
        raise StudyError.of("the key", "is not a key; give the one that the build made")
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def reverse(turns: Sequence[Row], key: Sequence[Row]) -> list[Row]:
    """Put every raw word back; what was withdrawn is gone.

    Parameters
    ----------
    turns
        Anonymised turns.
    key
        Rows of the key.

    Raises
    ------
    StudyError
        If the key is not of these turns; each turn is named.
    """
    spoken: dict[tuple[str, str], list[Row]] = {}
    for row in key:
        if row["field"]:
            spoken.setdefault((row["interview"], row["turn"]), []).append(row)
    found = Problems()
    made = []
    for turn in turns:
        rows = spoken.get((turn["interview"], turn["turn"]), [])
        new = _reversed(turn, rows)
        if new is None:
            place = f"interview {turn['interview']}, turn {turn['turn']}"
            found.add(place, "is not what the key was made with; give the key of the same build")
        else:
            made.append(new)
    found.stop_if_any()
    return made


def _reversed(turn: Row, rows: Sequence[Row]) -> Row | None:
    """Put one turn back, or give nothing if its replacements are not where the key has them."""
    speaker = [row for row in rows if row["field"] == "speaker"]
    if len(speaker) != 1 or speaker[0]["replacement"] != turn["speaker"]:
        return None
    text = restored(turn["text"], [row for row in rows if row["field"] == "text"])
    return None if text is None else turn | {"speaker": speaker[0]["name"], "text": text}


def restored(text: str, rows: Sequence[Row]) -> str | None:
    """Put the raw words back into a text; nothing if a replacement is not where it should be."""
    pieces, at = [], 0
    for row in sorted(rows, key=lambda row: int(row["start"])):
        start, replacement = int(row["start"]), row["replacement"]
        if start < at or not text.startswith(replacement, start):
            return None
        pieces += [text[at:start], row["name"]]
        at = start + len(replacement)
    return "".join([*pieces, text[at:]])


def change_rows(text: str, cuts: Iterable[Cut]) -> list[Row]:
    """Keep what was replaced in one text; ``start`` is in the text as it came out."""
    rows, shift = [], 0
    for cut in sorted(cuts):
        words = text[cut.start : cut.end]
        said = {"replacement": cut.replacement, "name": words, "field": "text"}
        rows.append(_spelling(NO_PLACE | said | {"start": str(cut.start + shift)}))
        shift += len(cut.replacement) - len(words)
    return rows
