"""Show a bundle to a person: what it is, what it holds, what can be rebuilt, and what was held back."""

from __future__ import annotations

from collections import Counter

from fieldstudy.release.bundle import RENDERED, SOURCE
from fieldstudy.release.opened import Opened
from fieldstudy.untrusted import printable

PARTS = {
    "released/open/": "released: the open tier",
    "released/safeguarded/": "released: the safeguarded tier, under agreement",
    "data/record/": "public record",
    "data/published/": "what was published, as facts",
    "config/": "settings, ledger, codebook",
    "paper/": "prose",
    "notebooks/": "notebooks",
    "workflow/": "rules and package",
}
ELSE = "papers of the bundle, locks and the like"


def inspected(opened: Opened) -> list[str]:
    """Give what a person reads of a bundle, line by line."""
    facts, rows = opened.mapping("released/release.yml"), opened.manifest
    shown = {key: printable(value) for key, value in facts.items() if isinstance(value, str)}
    told = [
        "{}, version {}: the {} bundle".format(
            *(shown.get(name, "?") for name in ("study", "version", "tier"))
        ),
        f"Made of: {shown.get('data', '?')}. Rendered by: {shown.get('rendered_by', '?')}.",
        "",
        *_contents([(row["file"], row["bytes"]) for row in rows]),
        "",
        *_checked(Counter(row["check"] for row in rows)),
        f"Turns whose words were held back: {shown.get('turns_not_archived', '?')}",
        f"Raw files it was made of, by their salted hashes: {len(facts.get('raw_files') or ())}",
        "",
        *_verdicts(opened),
        "",
        *_licences(Counter(printable(row["licence"]) for row in rows)),
        "",
    ]
    differing = [printable(line) for line in opened.differing()]
    if differing:
        told += [
            f"{len(differing)} files are not what its manifest says:",
            *(f"  {d}" for d in differing),
        ]
    else:
        told.append(f"Every one of its {len(rows)} files is what its manifest says.")
    return [
        *told,
        "",
        "To rebuild it: unzip it into an empty folder; `make paper`, then `make verify`.",
    ]


def _contents(files: list[tuple[str, str]]) -> list[str]:
    """Count files and bytes by part."""
    counted: dict[str, tuple[int, int]] = {}
    for name, size in files:
        part = next((said for start, said in PARTS.items() if name.startswith(start)), ELSE)
        number, total = counted.get(part, (0, 0))
        counted[part] = (number + 1, total + (int(size) if size.isdecimal() else 0))
    return [f"{n:>6} files {size / 1e6:>8.2f} MB  {part}" for part, (n, size) in counted.items()]


def _checked(counts: Counter[str]) -> list[str]:
    """Say how many files a build makes again."""
    again = sum(count for kind, count in counts.items() if kind != SOURCE)
    rendered = counts[RENDERED]
    return [
        f"Files that a build from it makes again: {again}, of which {rendered} are compared only where the",
        "  same software renders them",
    ]


def _verdicts(opened: Opened) -> list[str]:
    """Count the verdicts."""
    rows = opened.rows("released/open/verify/verdicts.csv", ("id", "verdict"))
    counts = Counter(printable(row["verdict"]) for row in rows)
    return [
        f"Claims: {len(rows)}",
        *(f"{count:>6} {verdict}" for verdict, count in counts.most_common()),
    ]


def _licences(counts: Counter[str]) -> list[str]:
    """Count the licences."""
    return ["Licences:", *(f"{count:>6} {licence}" for licence, count in counts.most_common())]
