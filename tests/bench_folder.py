"""Time `anonymise folder` on copies of the stand-in's transcripts: one process, two, memory."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "data/standin"


def fill(folder: Path, count: int, lines: int | None) -> int:
    """Fill a folder with copies of the shipped transcripts' first lines; give their characters."""
    folder.mkdir()
    sources = sorted((SHIPPED / "master").glob("interview-*.txt"))
    characters = 0
    for number in range(count):
        source = sources[number % len(sources)]
        words = "".join(source.read_text(encoding="utf-8").splitlines(keepends=True)[:lines])
        (folder / f"interview {number + 1}.txt").write_text(words, encoding="utf-8")
        characters += len(words)
    return characters


def timed(folder: Path, out: Path, cores: int, model: str) -> tuple[float, float]:
    """Anonymise a folder, and give the seconds on the clock and those of all processors."""
    command = [sys.executable, "-m", "fieldstudy", "anonymise", "folder", str(folder), str(out)]
    command += ["--register", str(SHIPPED / "register.csv"), "--model", model]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "workflow"), "OMP_NUM_THREADS": "1"}
    run = [*command, "--cores", str(cores)]
    subprocess.run(run, check=True, env=environment, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, worked


def main() -> None:
    """Print seconds, characters a second and the largest process, for folders that grow."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="+", default=[20, 80])
    words.add_argument("--model", default="spacy")
    words.add_argument("--lines", type=int, help="keep the first lines of a transcript (all)")
    words.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    asked = words.parse_args()
    for size in asked.sizes:
        for cores in asked.cores:
            with tempfile.TemporaryDirectory() as place:
                characters = fill(Path(place) / "in", size, asked.lines)
                spent, worked = timed(Path(place) / "in", Path(place) / "out", cores, asked.model)
                largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(
                f"{size:>6} transcripts, {cores} processes: {spent:7.1f} s ({worked:.1f} of work), "
                f"{characters / spent:>9,.0f} characters a second, largest process so far {largest} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
