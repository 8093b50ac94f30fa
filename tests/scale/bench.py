"""Measure a build stage by stage as a study grows: processor time, memory, disk.

``python tests/scale/bench.py`` writes synthetic studies (``corpus.py``), builds each, and appends what
every process used to ``docs/scale.csv``; then it draws ``docs/scale.svg`` and puts the tables into
``docs/scale.md``. ``--draw`` does the last step alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import shown
from corpus import ROOT, Size, options

COLUMNS = (
    *("interviews", "model", "letters", "segments", "stage", "verb", "jobs", "failed"),
    *("cpu_seconds", "wall_seconds", "peak_mb", "disk_mb"),
)
# Folders of the open tier are named for readers, not for the stage that fills them.
PLACES = {
    "claim": ("verify",),
    "disclose": ("tables", "findings"),
    "draw": ("figures",),
    "write": ("paper", "evidence", "notebooks"),
}
BATCHED = (("ingest", "transcripts"), ("anonymise", "find"), ("anonymise", "mask"))
MOST_MEMORY = 12 * 2**30  # bytes; a process that asks for more fails, and is told as failed
MOST_SECONDS = 2400  # of processor time a process
# Stands before the real interpreter on the PATH, and notes what each process used.
SHIM = """#!{python}
import json, os, resource, subprocess, sys, time
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds} + 5))
start = time.perf_counter()
code = subprocess.call([{python!r}, *sys.argv[1:]])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
if sys.argv[1:3] == ["-m", "fieldstudy"]:
    told = dict(stage=sys.argv[3], verb=sys.argv[4], failed=int(code != 0))
    told |= dict(cpu=used.ru_utime + used.ru_stime, wall=time.perf_counter() - start)
    told |= dict(peak=used.ru_maxrss / 1024)
    with open({log!r}, "a") as out:
        out.write(json.dumps(told) + "\\n")
sys.exit(code if code >= 0 else 1)
"""


def spent() -> float:
    """Give the processor time of all finished children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def snakemake(
    folder: Path, shims: Path, *words: str, cores: int = 1, within: float | None = None
) -> tuple[float, int]:
    """Run Snakemake on a study; give the processor time of all its processes, and how it ended.

    A run that takes more than `within` minutes is told to end, as Ctrl-C would tell it.
    """
    path = os.pathsep.join([str(shims), str(Path(sys.executable).parent), os.environ["PATH"]])
    command = ["snakemake", "--snakefile", str(ROOT / "Snakefile"), "--directory", str(folder)]
    before = spent()
    running = subprocess.Popen(
        [*command, "--cores", str(cores), "--keep-going", "--quiet", "all", *words],
        env={**os.environ, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        running.wait(within and within * 60)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGINT)
        running.wait()
    return spent() - before, running.returncode


def disk(folder: Path) -> float:
    """Give a folder's size in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def measured(folder: Path, size: Size, asked: argparse.Namespace) -> list[dict[str, object]]:
    """Write, plan and build one study; give a row a verb."""
    before, model = spent(), asked.model
    batch = asked.batch or max(250, size.interviews // 10)
    corpus = [sys.executable, str(Path(__file__).with_name("corpus.py")), str(folder / "study")]
    corpus += ["--interviews", str(size.interviews), "--letters", str(size.letters)]
    corpus += ["--segments", str(size.segments), "--seed", size.seed, "--batch", str(batch)]
    subprocess.run([*corpus, "--model", model], check=True)
    made = spent() - before
    log, shims = folder / "used.jsonl", folder / "bin"
    shims.mkdir()
    shim = SHIM.format(
        python=sys.executable, log=str(log), memory=MOST_MEMORY, seconds=MOST_SECONDS
    )
    (shims / "python").write_text(shim, encoding="utf-8")
    (shims / "python").chmod(0o755)
    planned, _ = snakemake(folder / "study", shims, "--dry-run")
    raw = disk(folder / "study/data/standin")
    head: dict[str, object] = {"interviews": size.interviews, "model": model}
    head |= {"letters": size.letters, "segments": size.segments}
    rows: list[dict[str, object]] = [
        {"stage": "corpus", "verb": "(written)", "cpu_seconds": made, "disk_mb": raw},
        {"stage": "snakemake", "verb": "(planning)", "jobs": 1, "cpu_seconds": planned},
    ]
    if not asked.plan:
        rows += _built(folder, shims, log, -(-size.interviews // batch), asked)
    return [head | row for row in rows]


def _built(
    folder: Path, shims: Path, log: Path, batches: int, asked: argparse.Namespace
) -> list[dict[str, object]]:
    """Build the study."""
    built, code = snakemake(folder / "study", shims, cores=asked.cores, within=asked.within)
    used = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    results = folder / "study/results"
    rows: list[dict[str, object]] = []
    for stage, verb in dict.fromkeys((one["stage"], one["verb"]) for one in used):
        theirs = [one for one in used if (one["stage"], one["verb"]) == (stage, verb)]
        if (stage, verb) in BATCHED and len(theirs) < batches:
            continue  # broken off among its batches, so that its cost is not known
        rows.append(
            {
                **{"stage": stage, "verb": verb, "jobs": len(theirs)},
                "failed": sum(one["failed"] for one in theirs),
                "cpu_seconds": sum(one["cpu"] for one in theirs),
                "wall_seconds": sum(one["wall"] for one in theirs),
                "peak_mb": max(one["peak"] for one in theirs),
            }
        )
    for stage in dict.fromkeys(one["stage"] for one in used):
        names = (stage, *PLACES.get(stage, ()))
        kept = sum(disk(tier / name) for tier in results.iterdir() for name in names)
        rows.append({"stage": stage, "verb": "(files kept)", "disk_mb": kept})
    own = built - sum(one["cpu"] for one in used)
    rows += [
        {"stage": "snakemake", "verb": "(building)", "jobs": 1, "cpu_seconds": own},
        {"stage": "all", "verb": "", "failed": int(code != 0), "cpu_seconds": built}
        | {"disk_mb": disk(results)},
    ]
    return rows


def keep(path: Path, rows: list[dict[str, object]], plan: bool) -> None:
    """Put the rows of one study into the table, in place of those of the same one; a plan's, of its plan."""
    old = list(csv.DictReader(path.open(encoding="utf-8"))) if path.exists() else []
    named = ("interviews", "model", "letters", *(("stage", "verb") if plan else ()))
    this = {tuple(str(row[name]) for name in named) for row in rows}
    old = [row for row in old if tuple(row[name] for name in named) not in this]
    new = [
        {k: f"{v:.2f}" if isinstance(v, float) else str(v) for k, v in row.items()} for row in rows
    ]
    every = sorted(
        [*old, *new], key=lambda row: (row["model"], int(row["letters"]), int(row["interviews"]))
    )
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(every)


def main() -> None:
    """Measure each size, then draw."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="*", default=[100, 1_000, 10_000])
    words.add_argument("--out", type=Path, default=ROOT / "docs/scale.csv")
    words.add_argument("--scratch", type=Path, help="where to build; needs some gigabytes")
    words.add_argument("--cores", type=int, default=1, help="jobs at a time")
    words.add_argument("--within", type=float, help="minutes after which a build is broken off")
    words.add_argument("--plan", action="store_true", help="plan the builds, and no more")
    words.add_argument("--draw", action="store_true", help="draw what is measured, and no more")
    options(words)
    words.set_defaults(letters=5_000, segments=10, batch=None)
    asked = words.parse_args()
    for interviews in () if asked.draw else asked.sizes:
        size = Size(interviews, asked.letters, asked.segments, interviews * 2, asked.seed)
        with tempfile.TemporaryDirectory(dir=asked.scratch, prefix="scale-") as folder:
            keep(asked.out, measured(Path(folder), size, asked), asked.plan)
        print(f"{interviews} interviews, model {asked.model}: measured", flush=True)
    shown.write(asked.out)


if __name__ == "__main__":
    main()
