"""Processor time of the leak scan on clean files of every kind of text, with some thousands of forms.

Run it by itself: ``python tests/bench_scan.py``.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "release"))
import planted

from fieldstudy.release.forms import secrets
from fieldstudy.release.scan import Scanner

SYLLABLES = ["ka", "mo", "ri", "tel", "vor", "gan", "dre", "lis", "pol", "wex", "ist", "ull"]
SIZE = 5_000_000  # bytes scanned in a round, of three
KINDS = {".md": "prose", ".qmd": "prose", ".py": "code", ".csv": "tables", ".html": "pages"}
KINDS |= {".json": "JSON", ".svg": "drawings", ".xml": "XML"}


def invented(count: int) -> list[dict[str, str]]:
    """Give a register of people whom nobody knows."""
    chance = random.Random(1)
    names = ("".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(2 * count))
    pairs = zip(names, names, strict=True)
    return [{"kind": "person", "name": " ".join(pair), "aliases": ""} for pair in pairs]


def files() -> dict[str, list[tuple[str, bytes]]]:
    """Give clean files by what they are; the study's own results where it was built."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    opened = sorted(p for p in (planted.ROOT / "results/open").rglob("*") if p.suffix in KINDS)
    for name, content in (*planted.clean(), *((p.name, p.read_bytes()) for p in opened)):
        end = Path(name).suffix
        kind = "licences" if end.lstrip(".").isdigit() or not end else KINDS.get(end)
        if kind:
            found.setdefault(kind, []).append((name, content))
    return found


def main() -> None:
    """Print megabytes a second of processor time, the best of three rounds."""
    register = [*planted.REGISTER, *invented(1000)]
    start = time.process_time()
    scanner = Scanner(register, machine=planted.MACHINE)
    made = time.process_time() - start
    print(f"{len(secrets(register))} forms, made ready in {made:.2f} s")
    print(f"{'clean text':<10} {'files':>6} {'MB':>6} {'MB a second':>12} {'hits':>6}")
    for kind, named in files().items():
        size = sum(len(content) for _, content in named)
        again = -(-SIZE // size)
        rounds = []
        for _ in range(3):
            start = time.process_time()
            hits = [hit for _ in range(again) for file in named for hit in scanner.scan_file(*file)]
            rounds.append(again * size / 1e6 / (time.process_time() - start))
        told = f"{size / 1e6:>6.1f} {max(rounds):>12.0f} {len(hits) // again:>6}"
        print(f"{kind:<10} {len(named):>6} {told}")


if __name__ == "__main__":
    main()
