"""What each process of the verb ``folder`` does with one transcript: look at it, then write it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldstudy.anonymise import decisions as answers
from fieldstudy.anonymise import files, keys, layout, review, roles
from fieldstudy.anonymise import model as models
from fieldstudy.anonymise.decisions import Decision
from fieldstudy.anonymise.detect import Passage, Settings, detect_study
from fieldstudy.anonymise.echo import echoes
from fieldstudy.anonymise.mask import Cut, mask
from fieldstudy.anonymise.match import Matcher
from fieldstudy.anonymise.register import Entry, Register, read_entries
from fieldstudy.anonymise.replace import number, replacement
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded, key
from fieldstudy.errors import StudyError
from fieldstudy.io import read_rows, read_text, write_bytes, write_text

if TYPE_CHECKING:
    from fieldstudy.anonymise.folder import Task

Row = dict[str, str]
Looked = tuple[str, str]
Replaced = tuple[str, str, list[Row]]


@dataclass(frozen=True)
class How:
    """How to look and where to write; the same for every process."""

    register: Path
    decisions: Path | None
    model: str
    fuzzy: float
    k: int
    kept: Path
    out: Path
    lock: keys.Lock = field(default_factory=keys.Lock)


@dataclass
class Known:
    """What every process reads once: the register, the answers, and what a find rests on."""

    entries: list[Entry]
    decided: list[Decision]
    basis: str


_how: How | None = None


def begin(how: How) -> None:
    """Make a process ready."""
    global _how
    _how = how
    for once in (prepare, _looking, _writing):
        once.cache_clear()


def _ours() -> How:
    if _how is None:
        raise RuntimeError("begin() was not called")
    return _how


@cache
def prepare(how: How) -> Known:
    """Read register and decisions.

    Raises
    ------
    StudyError
        If one of them is wrong; every bad row is named.
    """
    if how.register.suffix.lower() == ".txt":
        names = read_text(how.register).splitlines()
        entries = list(Register.from_names(names).entries.values())
    else:
        entries = read_entries(how.register)
    columns = ("interview", "text", "decision", "replacement", "kind")
    rows = read_rows(how.decisions) if how.decisions else []
    if rows and set(columns) - set(rows[0]):
        what = f"must have the columns {', '.join(columns)}"
        raise StudyError.of(f"{how.decisions}:1", what)
    decided = answers.read(rows, str(how.decisions))
    content = [how.register.read_bytes(), how.decisions.read_bytes() if how.decisions else b""]
    content += [f"{how.model} {how.fuzzy}".encode()]
    package = Path(__file__).parent
    content += [p.read_bytes() for p in sorted(package.rglob("*")) if p.suffix in {".py", ".txt"}]
    return Known(
        answers.extended(entries, decided), decided, hashlib.sha256(b"\0".join(content)).hexdigest()
    )


@cache
def _looking() -> tuple[Register, Settings]:
    """Make the register's forms and load the model, once a process."""
    how = _ours()
    return Register.of(prepare(how).entries), Settings(models.by_name(how.model), how.fuzzy)


def look(task: Task) -> Looked:
    """Find the identifiers of one transcript, and keep the finds; those kept before are not redone."""
    try:
        _look(task)
    except StudyError as error:
        return task.name, error.problems[0].what
    except Exception as error:  # one bad file must not stop the rest; its words are not told
        return task.name, f"could not be read ({type(error).__name__})"
    return task.name, ""


def _look(task: Task) -> None:
    known = prepare(_ours())
    kept = _kept(task.name)
    basis = hashlib.sha256(known.basis.encode() + task.path.read_bytes()).hexdigest()
    if kept.is_file() and json.loads(kept.read_bytes())["basis"] == basis:
        return
    document = layout.read(task.path)
    passages = [Passage(task.name, words) for words in document.words()]
    register, settings = _looking()
    speakers = [
        Entry(key(label), "person", label)
        for label in document.labels
        if not _registered(label, register)
    ]
    finds = detect_study(passages, register.extended(speakers) if speakers else register, settings)
    met = [*finds.unregistered.values(), *speakers]
    unregistered = {entry.entity: [entry.kind, entry.name] for entry in met}
    spans = [[astuple(span) for span in found] for found in finds.spans]
    state = {"basis": basis, "spans": spans, "unregistered": unregistered}
    write_text(kept, json.dumps(state, sort_keys=True))


def _kept(name: str) -> Path:
    return _ours().kept / "finds" / f"{name}.json"


def _registered(label: str, register: Register) -> bool:
    """Whether a speaker's label is a name of the register."""
    tokens = tuple(token.lower for token in Folded(label).tokens)
    return any(
        form.tokens == tokens for form in register.forms.get(tokens[0] if tokens else "", [])
    )


def gather(how: How, names: Sequence[str]) -> dict[str, Entry]:
    """Bring together the names of all transcripts that no register explains, whatever their order."""
    met: dict[str, Counter[tuple[str, str]]] = {}
    for name in names:
        kept = how.kept / "finds" / f"{name}.json"
        for entity, (kind, spelt) in json.loads(kept.read_bytes())["unregistered"].items():
            met.setdefault(entity, Counter())[kind, spelt] += 1
    made = {}
    for entity in sorted(met):
        (kind, spelt), _ = min(met[entity].items(), key=_likely)
        made[entity] = Entry(entity, kind, spelt)
    return made


def _likely(one: tuple[tuple[str, str], int]) -> tuple[bool, int, tuple[str, str]]:
    """Order kinds and spellings: a kind that says something first, then what was met most often."""
    (kind, spelt), times = one
    return kind == "name", -times, (kind, spelt)


def number_all(how: How, known: Known, unregistered: Mapping[str, Entry], salt: bytes) -> list[Row]:
    """Give everything its replacement, and write down which."""
    register = Register.of(known.entries)
    told = roles.shared(known.entries, how.k)
    numbers = number(register.entries.values(), unregistered.values(), salt, told)
    return keys.entity_rows(register.entries, unregistered, numbers)


@cache
def _writing() -> tuple[dict[str, str], Matcher]:
    """Read the key, and make ready to find every name of any transcript again, once a process."""
    how = _ours()
    entries, numbers = files.key_entries(files.read_key(how.kept / "key.csv", how.lock))
    return numbers, Matcher(Register.of(entries), fuzzy=101)


def replace_all(task: Task) -> Replaced:
    """Write one transcript with every find replaced, and what was replaced beside the key."""
    try:
        return task.name, "", _replace(task)
    except StudyError as error:
        return task.name, error.problems[0].what, []
    except Exception as error:  # as above
        return task.name, f"could not be written ({type(error).__name__})", []


def _replace(task: Task) -> list[Row]:
    how = _ours()
    document = layout.read(task.path)
    words = document.words()
    spans = _spans(task.name, words)
    cuts: list[Cut] = []
    for number_, found in enumerate(spans):
        here = [Cut(s.start, s.end, s.replacement, s.type) for s in found]
        cuts += document.cuts(number_, here)
    text = mask(document.text, cuts)
    changes = keys.change_rows(document.text, cuts)
    if keys.restored(text, changes) != document.text:
        raise StudyError.of("file", "could not be put back exactly, so it was not written")
    write_bytes(how.out / f"{task.name}{task.ending}", text.encode())
    files.write_key(how.kept / "changes" / f"{task.name}.csv", changes, how.lock)
    turns = [
        {"interview": task.name, "turn": str(n), "text": said}
        for n, said in enumerate(words, start=1)
    ]
    return review.queue(turns, spans)


def _spans(name: str, words: Sequence[str]) -> list[list[Span]]:
    """Give the finds of a transcript with their replacements: its own, and names of the others."""
    numbers, again = _writing()
    kept: list[list[Any]] = json.loads(_kept(name).read_bytes())["spans"]
    decided = prepare(_ours()).decided
    passages = [Passage(name, said) for said in words]
    own = [[Span(*span) for span in found] for found in kept]
    more = [echoes(Folded(said), again, found) for said, found in zip(words, own, strict=True)]
    applied, _ = answers.apply(passages, more, answers.Answers(decided))
    return [[replace(s, replacement=replacement(s, numbers)) for s in found] for found in applied]
