"""Measure the detector on annotated text and print tables; `--help` says what it takes.

Of annotated texts one half (every second one) was worked with, and the other is kept apart. With
`presidio-analyzer` in the environment (it is not in the lock), Presidio is measured in the same run.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from fieldstudy.anonymise import model as models
from fieldstudy.anonymise.detect import Passage, Settings, detect, detect_study, known
from fieldstudy.anonymise.match import Matcher
from fieldstudy.anonymise.measure import covered
from fieldstudy.anonymise.register import Register
from fieldstudy.anonymise.spans import Span
from fieldstudy.anonymise.text import Folded

STANDIN = Path(__file__).parents[1] / "data/standin"
TYPES = ("PERSON", "LOC", "ORG")
DRAWS = 1000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Document:
    """An annotated text."""

    text: str
    gold: tuple[tuple[int, int, str], ...]


def read_gold(path: Path) -> list[Document]:
    """Read JSON lines with `text` and `entities` (`start`, `end`, `type`)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Document(row["text"], tuple((e["start"], e["end"], e["type"]) for e in row["entities"]))
        for row in map(json.loads, lines)
    ]


def counts(document: Document, spans: Sequence[Span], type_: str) -> tuple[int, int, int, int]:
    """Count mentions, masked mentions, spans and right spans of a type in one text."""
    every = type_ == "all"
    gold = [g for g in document.gold if every or g[2] == type_]
    mine = [s for s in spans if every or s.type == type_]
    masked = sum(covered(document.text, start, end, spans) for start, end, _ in gold)
    right = sum(any(s.start < end and start < s.end for start, end, _ in gold) for s in mine)
    return len(gold), masked, len(mine), right


def shares(rows: Sequence[tuple[int, int, int, int]], seed: int = 1) -> str:
    """Write recall and precision with 95% intervals by bootstrap over texts."""
    table = numpy.array(rows)
    drawn = numpy.random.default_rng(seed).integers(0, len(rows), (DRAWS, len(rows)))
    sums = table[drawn].sum(axis=1)
    cells = []
    for of, hit in ((0, 1), (2, 3)):
        total = table[:, of].sum()
        if not total:
            cells.append("–")
            continue
        low, high = numpy.nanpercentile(sums[:, hit] / numpy.maximum(sums[:, of], 1), [2.5, 97.5])
        cells.append(f"{table[:, hit].sum() / total:.3f} ({low:.3f}–{high:.3f})")
    return f"{table[:, 0].sum()} | {cells[0]} | {cells[1]}"


def report(name: str, system: str, documents: Sequence[Document], found: Any) -> None:
    """Print a row a type, for the half worked with and the half kept apart."""
    for half, parity in (("worked with", 0), ("held out", 1)):
        docs, spans = documents[parity::2], found[parity::2]
        for type_ in TYPES:
            rows = [counts(d, s, type_) for d, s in zip(docs, spans, strict=True)]
            print(f"| {name} | {half} | {system} | {type_} | {shares(rows)} |", flush=True)


def plain(documents: Sequence[Document]) -> list[list[Span]]:
    """Give what the language model finds by itself, nothing else."""
    named = models.default().find([d.text for d in documents])
    return [[Span(s, e, t, "model", 1, "") for s, e, t in found] for found in named]


def presidio() -> Callable[[Sequence[Document]], list[list[Span]]] | None:
    """Give Presidio as it comes, on the same model; nothing if it is not installed."""
    try:
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine
    except ImportError:
        return None

    class SameModel(SpacyNlpEngine):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.nlp = {"en": models.default().pipeline}  # type: ignore[attr-defined]

        def process_text(self, text: str, language: str) -> NlpArtifacts:
            return self._doc_to_nlp_artifact(self.nlp[language](text), language)

    types = {"PERSON": "PERSON", "LOCATION": "LOC", "ORGANIZATION": "ORG", "NRP": "OTHER"}
    engine = AnalyzerEngine(nlp_engine=SameModel(), supported_languages=["en"])

    def find(documents: Sequence[Document]) -> list[list[Span]]:
        return [
            [
                Span(r.start, r.end, types.get(r.entity_type, "CONTACT"), "model", 1, "")
                for r in engine.analyze(d.text, language="en")
                if r.entity_type != "DATE_TIME"
            ]
            for d in documents
        ]

    return find


def noised(document: Document, draw: random.Random) -> Document:
    """Spoil the names of persons: 15% a typing error, 10% lower case, 5% initials."""
    text, at, gold = "", 0, []
    for start, end, type_ in sorted(document.gold):
        if start < at:
            continue
        text += document.text[at:start]
        name = document.text[start:end]
        name = spoilt(name, draw) if type_ == "PERSON" else name
        gold.append((len(text), len(text) + len(name), type_))
        text += name
        at = end
    return Document(text + document.text[at:], tuple(gold))


def spoilt(name: str, draw: random.Random) -> str:
    """Spoil one name; a single word has no initials to speak of and stays."""
    chance = draw.random()
    words = name.split()
    if chance < 0.15:
        return mistyped(name, draw)
    if chance < 0.25:
        return name.lower()
    if chance < 0.30 and len(words) > 1:
        return f"{words[0][0]}. {' '.join(words[1:])}"
    return name


def mistyped(name: str, draw: random.Random) -> str:
    """Change, drop, double or swap one letter, not the first."""
    places = [i for i, char in enumerate(name) if i and char.isalpha()]
    if len(places) < 2:
        return name
    at = draw.choice(places)
    return draw.choice(
        (
            name[:at] + draw.choice(LETTERS) + name[at + 1 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        )
    )


def persons(documents: Sequence[Document]) -> Register:
    """Make a register of every person that the annotation names."""
    return Register.from_names(
        d.text[start:end] for d in documents for start, end, type_ in d.gold if type_ == "PERSON"
    )


def study() -> tuple[list[Passage], list[Document]]:
    """Read the shipped study's turns and their annotation, in one order."""
    sys.path.insert(0, str(STANDIN))
    import markup

    passages, documents = [], []
    for gold in sorted((STANDIN / "gold").glob("interview-*.csv")):
        name = gold.stem.removeprefix("interview-")
        marks: dict[int, list[tuple[int, int, str]]] = {}
        for row in csv.DictReader(gold.open(encoding="utf-8")):
            mark = int(row["start"]), int(row["end"]), row["type"]
            marks.setdefault(int(row["turn"]), []).append(mark)
        read = markup.read_interview(STANDIN / f"master/interview-{name}.txt")
        for number, turn in enumerate(read.turns, start=1):
            passages.append(Passage(name, turn.text))
            documents.append(Document(turn.text, tuple(marks.get(number, ()))))
    return passages, documents


def measure_gold(name: str, documents: Sequence[Document], seed: int) -> None:
    """Print how the model alone and the detector do on one annotated set."""
    report(name, "spaCy md alone", documents, plain(documents))
    other = presidio()
    if other:
        report(name, "Presidio", documents, other(documents))
    report(name, "no register", documents, [detect(d.text) for d in documents])
    draw = random.Random(seed)
    spoiled = [noised(document, draw) for document in documents]
    known_to = persons(documents)
    for system, model in (("register, noised", models.default()), ("no model", models.NoModel())):
        found = [detect(d.text, known_to, model) for d in spoiled]
        report(name, f"{system} (persons)", spoiled, found)


def measure_study() -> None:
    """Print how the detector does on the shipped study, before anyone decides."""
    passages, documents = study()
    register = Register.from_csv(STANDIN / "register.csv")
    for system, settings in (
        ("register and model", Settings(models.default())),
        ("register only", Settings()),
    ):
        found = detect_study(passages, register, settings).spans
        for type_ in (*TYPES, "all"):
            rows = [counts(d, s, type_) for d, s in zip(documents, found, strict=True)]
            print(f"| shipped study | all | {system} | {type_} | {shares(rows)} |", flush=True)


def measure_speed(times: int) -> None:
    """Print characters a second of processor time on one core, the best of three runs."""
    passages, documents = study()
    register = Register.from_csv(STANDIN / "register.csv")
    letters = sum(len(passage.text) for passage in passages)
    many = [*passages] * times

    def certain() -> None:
        texts = [Folded(passage.text) for passage in many]
        known(texts, Matcher(register), [frozenset()] * len(texts))

    def study_with(settings: Settings) -> Callable[[], Any]:
        return lambda: detect_study(passages, register, settings)

    jobs: dict[str, tuple[Callable[[], Any], int]] = {
        "spaCy md alone": (lambda: models.default().find([p.text for p in passages]), letters),
        "everything, with the model": (study_with(Settings(models.default())), letters),
        "everything but the model": (study_with(Settings()), letters),
        "register and patterns": (certain, letters * times),
    }
    other = presidio()
    if other:
        jobs["Presidio"] = (lambda: other(documents), letters)
    print("\n| what | characters a second |\n|---|---|")
    for name, (job, size) in jobs.items():
        best = min(timed(job) for _ in range(3))
        print(f"| {name} | {size / best:,.0f} |", flush=True)


def timed(job: Callable[[], Any]) -> float:
    """Run a job; give the processor's seconds."""
    begin = time.process_time()
    job()
    return time.process_time() - begin


def main() -> None:
    """Read the words of the command line and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path, help="annotated texts, as JSON lines")
    parser.add_argument("--seed", type=int, default=1, help="of the noise (1)")
    parser.add_argument("--times", type=int, default=20, help="repeats of the study's text (20)")
    parser.add_argument("--speed", action="store_true", help="print the speed alone")
    words = parser.parse_args()
    if words.speed:
        measure_speed(words.times)
        return
    print("| set | half | system | type | mentions | recall | precision |")
    print("|---|---|---|---|---|---|---|")
    for path in words.gold:
        measure_gold(path.stem, read_gold(path), words.seed)
    measure_study()
    measure_speed(words.times)


if __name__ == "__main__":
    main()
