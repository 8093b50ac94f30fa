"""Time and memory of importing codings: 10,000, 100,000 and a million segments, all matched.

Run it by itself: ``python tests/bench_codings.py [SEGMENTS …]``. Each size is measured in a process
of its own, in a study (turns and codebook known) and outside one.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

from fieldstudy.ingest.codings import Code, CodingsFile, Marked, Source, Streamed

WORDS = "we knew the plan before café partners met and 🙂 nobody asked why it took long"
CODES, TURNS, DOCUMENTS = 50, 500, 20


def project(path: Path, segments: int) -> None:
    """Write a project of some segments over twenty interviews."""
    from fieldstudy.ingest.refi_write import write_project

    chance = random.Random(1)
    texts, starts = [], []
    for _ in range(DOCUMENTS):
        turns = [" ".join(chance.choices(WORDS.split(), k=40)) for _ in range(TURNS)]
        texts.append(
            "".join(f"{'Bob' if n % 2 else 'Ann'}: {turn}\n" for n, turn in enumerate(turns))
        )
        ends = list(accumulate(len(turn) + len("Ann: \n") for turn in turns))
        firsts = [5, *(end + 5 for end in ends)]
        starts.append(list(zip(firsts, map(len, turns), strict=False)))

    def marked():
        rng = random.Random(2)
        for n in range(segments):
            source = n * DOCUMENTS // segments
            at, length = starts[source][rng.randrange(TURNS)]
            start = at + rng.randrange(length - 60)
            yield Marked(
                id=f"{rng.getrandbits(128):032x}",
                place="",
                source=source,
                name=f"code_{rng.randrange(CODES)}",
                theme="Strategy",
                coder="Ann",
                start=start,
                end=start + 60,
            )

    file = CodingsFile(
        where="bench",
        sources=[Source(f"interview-{n + 1}", text) for n, text in enumerate(texts)],
        codes=[Code("Strategy", f"code_{n}") for n in range(CODES)],
        marked=Streamed(segments, marked),
        coders={"Ann": segments},
    )
    write_project(path, file, "bench")


def imported(path: Path, out: Path, inside: bool) -> None:
    """Import a project as the command line does."""
    from fieldstudy.ingest import outside, refi_qda
    from fieldstudy.ingest.config import Codebook
    from fieldstudy.ingest.placing import Transcripts
    from fieldstudy.ingest.sorting import Sorting, write_codings
    from fieldstudy.ingest.text import parse
    from fieldstudy.ingest.turns import merge
    from fieldstudy.ingest.verifying import Rules, Verifying

    file = refi_qda.read(path)
    sorting = Sorting(out.parent)
    if inside:
        names = [source.name for source in file.sources]
        turns = {
            str(n): merge(
                [one for one in parse(source.text or "", name) if one.text.strip()], str(n), name
            )
            for n, (name, source) in enumerate(zip(names, file.sources, strict=True))
        }
        known = Transcripts.of(turns, {str(n): Path(f"{name}.txt") for n, name in enumerate(names)})
        codes = {f"code_{n}": "strategy" for n in range(CODES)}
        book = Codebook({"strategy": "Strategy"}, codes)
        sorting.add(Verifying(file, known, Rules(book, " (denies)", "A", "raw")))
    else:
        sorting.add(outside.rows(file, " (denies)"))
    write_codings(out, sorting)
    print(sorting.count, end=" ")


def main(words: list[str]) -> None:
    """Print a line a size, or measure one import."""
    if words[:1] == ["--one"]:
        imported(Path(words[1]), Path(words[2]), words[3] == "study")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"- {time.process_time():.1f} {peak:.0f}")
        return
    print("segments  where    written  seconds  of them computing  peak MB")
    with tempfile.TemporaryDirectory() as folder:
        for segments in [int(word) for word in words] or [10_000, 100_000, 1_000_000]:
            path, out = Path(folder) / "bench.qdpx", Path(folder) / "codings.csv"
            project(path, segments)
            for where in ("outside", "study"):
                begin = time.perf_counter()
                command = [sys.executable, __file__, "--one", str(path), str(out), where]
                said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                written, _, computing, peak = said.split()
                seconds = f"{time.perf_counter() - begin:.1f}"
                print(
                    f"{segments:>8}  {where:<7}  {written:>7}  {seconds:>7}  {computing:>17}  {peak:>7}",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])
