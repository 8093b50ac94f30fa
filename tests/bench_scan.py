"""Processor time of the leak scan on clean text, with a register of some thousands of forms.

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
SIZE = 10_000_000


def invented(count: int) -> list[dict[str, str]]:
    """Give a register of people whom nobody knows."""
    chance = random.Random(1)
    names = ("".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(2 * count))
    pairs = zip(names, names, strict=True)
    return [{"kind": "person", "name": " ".join(pair), "aliases": ""} for pair in pairs]


def main() -> None:
    """Print megabytes a second of processor time for prose, code, tables and pages."""
    register = [*planted.REGISTER, *invented(1000)]
    start = time.process_time()
    scanner = Scanner(register, machine=planted.MACHINE)
    made = time.process_time() - start
    print(f"{len(secrets(register))} forms, made ready in {made:.2f} s")
    texts: dict[str, list[bytes]] = {}
    for name, content in planted.clean():
        kind = Path(name).suffix if Path(name).suffix in (".py", ".csv", ".md") else "licences"
        texts.setdefault(kind, []).append(content)
    for page in sorted((planted.ROOT / "results/open").rglob("*.html")):
        texts.setdefault(".html", []).append(page.read_bytes())
    print(f"{'clean text':<12} {'MB':>6} {'MB a second':>12} {'hits':>6}")
    for kind, contents in texts.items():
        content = b"\n".join(contents)
        content = (content * (SIZE // len(content) + 1))[:SIZE]
        start = time.process_time()
        hits = scanner.find(content.decode("utf-8", "ignore"))
        speed = len(content) / 1e6 / (time.process_time() - start)
        print(f"{kind:<12} {len(content) / 1e6:>6.1f} {speed:>12.0f} {len(hits):>6}")


if __name__ == "__main__":
    main()
