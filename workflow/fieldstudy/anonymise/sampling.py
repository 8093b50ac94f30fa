"""The verb ``sample``: draw passages for a person to annotate, and measure recall from the answers."""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from fieldstudy.anonymise import files, interval
from fieldstudy.anonymise.measure import covered
from fieldstudy.anonymise.spans import TYPES, WITHDRAWN, Span
from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import each_row, read_rows, write_rows
from fieldstudy.study import Study, natural

Row = dict[str, str]
Place = tuple[str, int]
COLUMNS = (
    *("passage", "of", "interview", "turn", "start", "end", "text"),
    *("checked", "identifiers"),
)
MEASURED = ("type", "mentions", "masked", "recall", "low", "high", "passages")
TURNS = Path("results/controlled/ingest/turns")
LONGEST = 300  # characters of a passage, as whole sentences
SENTENCE = re.compile(r".+?(?:[.?!]+[\"'”’)]*(?=\s|$)|$)\s*", re.S)


def options(verb: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    kept = Path("results/controlled/anonymise")
    helped = "in: raw turns, if not those of the study"
    verb.add_argument("--turns", type=Path, nargs="+", metavar="FILE", help=helped)
    verb.add_argument("--spans", type=Path, default=kept / "spans.csv", help="in: the offset map")
    verb.add_argument("--passages", type=int, default=100, help="how many to draw")
    verb.add_argument("--seed", default="1", help="the same seed draws the same passages")
    verb.add_argument("--out", type=Path, help="out: sample.csv beside the data, or the measure")
    verb.add_argument("--filled", type=Path, help="in: the sample with its answers: measure recall")


def sample(asked: argparse.Namespace) -> None:
    """Draw a sample of passages to annotate by hand; with --filled, measure recall from it."""
    paths = asked.turns or sorted(TURNS.glob("*.csv"), key=lambda path: natural(path.stem))
    said = chain.from_iterable(map(each_row, paths))
    turns = {(t["interview"], int(t["turn"])): t["text"] for t in said}
    spans = files.spans(each_row(asked.spans))
    if asked.filled:
        rows = measure(read_rows(asked.filled), turns, spans, asked.filled.name)
        for row in rows:
            print(_told(row))
        if asked.out:
            write_rows(asked.out, MEASURED, rows)
        return
    out = asked.out or Study.read(asked.config).data / "sample.csv"
    if out.exists():
        raise StudyError.of(str(out), "is there already; measure it with --filled, or move it away")
    drawn = draw(turns, spans, asked.passages, asked.seed)
    write_rows(out, COLUMNS, drawn)
    out.chmod(0o600)
    print(f"{len(drawn)} passages are in {out}; docs/author.md says how to fill it in.")


def draw(
    turns: Mapping[Place, str], spans: Mapping[Place, Sequence[Span]], count: int, seed: str
) -> list[Row]:
    """Draw passages of whole sentences, each as likely as every other.

    Parameters
    ----------
    turns
        Raw text by interview and turn.
    spans
        The offset map: sentences with anything withdrawn are left out.
    count
        How many; all if there are fewer.
    seed
        Fixes the draw.

    Returns
    -------
    list of dict
        Rows with ``COLUMNS``, ``checked`` and ``identifiers`` empty.
    """
    every = [
        (place, start, end)
        for place, text in sorted(turns.items())
        for start, end in passages(text, spans.get(place, ()))
    ]
    chosen = sorted(random.Random(f"sample {seed}").sample(every, min(count, len(every))))
    return [
        {
            **{"passage": str(number), "of": str(len(every)), "interview": place[0]},
            **{"turn": str(place[1]), "start": str(start), "end": str(end)},
            **{"text": turns[place][start:end], "checked": "", "identifiers": ""},
        }
        for number, (place, start, end) in enumerate(chosen, start=1)
    ]


def passages(text: str, spans: Sequence[Span] = ()) -> list[tuple[int, int]]:
    """Cut a turn into passages of whole sentences.

    Examples
    --------
    >>> passages("I rang Gwen. She came.")
    [(0, 22)]
    """
    gone = [span for span in spans if span.type == WITHDRAWN]
    made: list[tuple[int, int]] = []
    fresh = True
    for sentence in SENTENCE.finditer(text):
        start, end = sentence.start(), sentence.start() + len(sentence[0].rstrip())
        if not text[start:end].strip() or any(s.start < end and start < s.end for s in gone):
            fresh = True
        elif fresh or end - made[-1][0] > LONGEST:
            made.append((start, end))
            fresh = False
        else:
            made[-1] = (made[-1][0], end)
    return made


@dataclass(frozen=True)
class Marked:
    """An identifier that a person found in a passage: the passage, its place and type."""

    passage: str
    place: Place
    start: int
    end: int
    type: str


def measure(
    rows: Sequence[Row],
    turns: Mapping[Place, str],
    spans: Mapping[Place, Sequence[Span]],
    where: str,
) -> list[Row]:
    """Measure recall on the passages that were checked.

    Raises
    ------
    StudyError
        If no passage was checked, one is not what the transcript says any more, or an identifier is
        not in its passage; every such row is named, and no word of it.
    """
    found = Problems()
    missing = [name for name in COLUMNS if rows and name not in rows[0]]
    if missing or not rows:
        raise StudyError.of(f"{where}:1", f"must have the columns {', '.join(COLUMNS)} and rows")
    checked = [(n, r) for n, r in enumerate(rows, start=2) if r["checked"].strip().lower() == "yes"]
    marked: list[Marked] = []
    for number, row in checked:
        with found.gathering():
            marked += _marked(row, turns, f"{where}:{number}")
    if not checked:
        found.add(f"{where}: checked", "is 'yes' nowhere; write yes beside each passage you read")
    found.stop_if_any()
    drawn = len(checked) / int(rows[0]["of"])
    every = [row["passage"] for _, row in checked]
    hits = [(m, covered(turns[m.place], m.start, m.end, spans.get(m.place, ()))) for m in marked]
    return [_measured(kind, hits, every, drawn) for kind in (*TYPES, "all")]


def _marked(row: Row, turns: Mapping[Place, str], where: str) -> list[Marked]:
    """Find every place of what a person wrote down in a passage."""
    if not all(row[name].isdecimal() for name in ("turn", "start", "end", "of")):
        raise StudyError.of(f"{where}: start", "is not a whole number; draw the sample again")
    place = (row["interview"], int(row["turn"]))
    start, end = int(row["start"]), int(row["end"])
    if turns.get(place, "")[start:end] != row["text"]:
        what = "is not what the transcript says there; draw the sample again, or undo the change"
        raise StudyError.of(f"{where}: text", what)
    found = Problems()
    marked = set()
    for one in filter(None, (part.strip() for part in row["identifiers"].split(";"))):
        kind, _, words = (part.strip() for part in one.partition(":"))
        if kind not in TYPES or not words:
            what = f"must be written 'TYPE: words; TYPE: words'; allowed: {', '.join(TYPES)}"
            found.add(f"{where}: identifiers", what)
            continue
        ends = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", row["text"])]
        if not ends:
            what = "has words that are not in the passage; copy them from it, letter by letter"
            found.add(f"{where}: identifiers", what)
        marked |= {Marked(row["passage"], place, start + a, start + b, kind) for a, b in ends}
    found.stop_if_any()
    return sorted(marked, key=lambda one: (one.start, one.end, one.type))


def _measured(
    kind: str, hits: Sequence[tuple[Marked, bool]], every: Sequence[str], drawn: float
) -> Row:
    """Measure one type, or all."""
    counts = dict.fromkeys(every, (0, 0))
    for one, hit in hits:
        if kind in (one.type, "all"):
            got, of = counts[one.passage]
            counts[one.passage] = (got + hit, of + 1)
    share = interval.of_passages(list(counts.values()), drawn)
    known = {
        "recall": f"{share.hits / share.of:.4f}" if share.of else "",
        "low": f"{share.low:.4f}" if share.of else "",
        "high": f"{share.high:.4f}" if share.of else "",
    }
    counted = {"mentions": str(share.of), "masked": str(share.hits)}
    return {"type": kind, **counted, **known, "passages": str(share.passages)}


def _told(row: Row) -> str:
    """Say one row in words."""
    if not row["recall"]:
        return f"{row['type']:<8} none in the sample"
    share, low, high = (f"{100 * float(row[name]):.1f}%" for name in ("recall", "low", "high"))
    of = f"{row['masked']} of {row['mentions']} in {row['passages']} passages"
    return f"{row['type']:<8} {share} masked ({of}; 95% interval {low} to {high})"
