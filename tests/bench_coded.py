"""Time and memory of the code stage: segments and agreement of a large study.

Run it by itself: ``python tests/bench_coded.py [CODINGS …]``; 10,000 and 100,000 if none is given. Each
step runs as its rule does, in a process of its own. Codings are drawn at random over 20 interviews of 500
turns and 50 codes, so that two coders hardly ever agree: the worst case for what is to be listed.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

WORDS = ("we", "knew", "the", "plan", "before", "café", "partners", "met", "and", "nobody", "asked")
INTERVIEWS, TURNS, CODES, THEMES, LENGTH = 20, 500, 50, 5, 60
HEAD = "id,interview,turn,start,end,text,theme,code,stance,coder,of,status,memo"
STEPS = {
    "segments": ("segments", "agreement", "disagreements", "adjudications"),
    "agreement": ("detail", "stretches"),
}


def write(path: Path, header: str, rows: Iterable[Iterable[object]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(f"{header}\n")
        csv.writer(out, lineterminator="\n").writerows(rows)


def study(folder: Path, codings: int) -> None:
    """Write turns, codebook and codings."""
    chance = random.Random(1)
    places = [(i, t) for i in range(1, INTERVIEWS + 1) for t in range(1, TURNS + 1)]
    talk = {place: " ".join(chance.choices(WORDS, k=40)) for place in places}
    write(
        folder / "turns.csv",
        "interview,turn,speaker,start,text",
        ([i, t, f"[Participant {t % 3}]", "", text] for (i, t), text in talk.items()),
    )

    def drawn() -> Iterable[list[object]]:
        for number in range(codings):
            place = places[number * INTERVIEWS // codings * TURNS + chance.randrange(TURNS)]
            start, code = chance.randrange(len(talk[place]) - LENGTH), chance.randrange(CODES)
            text = talk[place][start : start + LENGTH]
            head = [f"c{number}", *place, start, start + LENGTH, text, f"t{code % THEMES}"]
            yield [*head, f"code_{code}", "affirms", chance.choice("AB"), "raw", "matched", ""]

    write(folder / "codings.csv", HEAD, drawn())
    write(
        folder / "adjudications.csv",
        "interview,turn,code,coder,decision,stance,reason,decided_by",
        [],
    )
    book = ["themes:", *(f'  t{n}: "Theme {n}"' for n in range(THEMES)), "codes:"]
    for n in range(CODES):
        said = f'theme: "t{n % THEMES}", valence: "helps", statement: "It is.", definition: "So."'
        book.append(f'  - {{code: "code_{n}", {said}}}')
    (folder / "codebook.yml").write_text("\n".join(book) + "\n", encoding="utf-8")


def step(folder: Path, verb: str) -> tuple[float, float]:
    """Run one step and give its seconds of computing and its peak of memory in MB."""
    flags = [
        word
        for name in ("turns", "codings", *STEPS[verb])
        for word in (f"--{name}", str(folder / f"{name}.csv"))
    ]
    book = ["--codebook", str(folder / "codebook.yml")]
    command = [sys.executable, "-m", "fieldstudy", "code", verb, *flags, *book]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    if status:
        sys.exit(f"{verb} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main(words: list[str]) -> None:
    """Print a line a size and step."""
    print("codings  step        seconds of computing  peak MB")
    for codings in [int(word) for word in words] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as name:
            study(Path(name), codings)
            for verb in STEPS:
                seconds, peak = step(Path(name), verb)
                print(f"{codings:>7}  {verb:<10}  {seconds:>20.1f}  {peak:>7.0f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
