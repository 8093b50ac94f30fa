"""``python -m fieldstudy build``: run Snakemake, show each stage's progress, close with what to know.

On a terminal there is a bar a stage; elsewhere a line as each stage ends. What Snakemake itself writes is
kept in ``results/logs/build.txt``; it is shown only where it fails for another reason than a step of its own.
"""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldstudy.__main__ import STAGES, WHY
from fieldstudy.build.watch import Watch
from fieldstudy.io import read_yaml, write_text
from fieldstudy.release.tidy import tidy

STUDY = Path("config/study.yml")
KEPT = Path("results/logs/build.txt")
LAST = 30  # lines of Snakemake's own that are shown where no step explains a failure
SILENT = "it left no message, as where it was stopped from outside or no space was left for one"
LITTLE = 8 * 2**20  # bytes left on a disk that count as none: a failed step frees what it had begun


def main(words: list[str]) -> int:
    """Build what the words name, as they are said to Snakemake; the study's paper if they name nothing."""
    if words and words[0] in {"-h", "--help"}:
        print(f"usage: python -m fieldstudy build [WORDS FOR SNAKEMAKE …]\n\n{__doc__}")
        return 0
    if STUDY.is_file():
        read_yaml(STUDY)  # names the line where it is none, which Snakemake does not
    if not {"-n", "--dry-run", "--dryrun"} & set(words):
        for line in tidy():
            print(line, file=sys.stderr, flush=True)
    watch, told = Watch(), list[str]()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        command = [sys.executable, "-m", "snakemake", *words]
        with (
            subprocess.Popen(command, stdout=said, stderr=subprocess.PIPE, text=True) as running,
            _shown(watch) as show,
        ):
            try:
                for line in running.stderr or ():
                    told.append(line)
                    show(watch.read(line.rstrip("\n")))
            except KeyboardInterrupt:  # Snakemake got it too, and ends its steps: wait for that
                told += running.stderr or ()
                raise
        write_text(KEPT, "".join(told) or "\n")
        said.seek(0)
        print(said.read(), end="")
    if running.returncode:
        print(failure(watch, told), file=sys.stderr)
    return running.returncode


@contextmanager
def _shown(watch: Watch) -> Iterator[Callable[[str], None]]:
    """Show progress as steps end: bars on a terminal, else a line a stage."""
    from rich.console import Console

    console = Console(stderr=True)
    if console.is_terminal:
        from fieldstudy.build.bars import bars

        with bars(watch, console) as show:
            yield show
    else:
        yield lambda stage: _line(watch, stage)


def _line(watch: Watch, stage: str) -> None:
    """Say that a stage has ended, where there is no terminal."""
    if stage and watch.stages[stage].done == watch.stages[stage].steps:
        done = sum(one.done == one.steps for one in watch.stages.values())
        print(f"{stage}: done ({done} of {len(watch.stages)} stages)", file=sys.stderr, flush=True)


def failure(watch: Watch, told: list[str]) -> str:
    """Say why a build failed: the logs of the steps that did, or else what Snakemake said last."""
    lines = []
    order = [rule for stage in STAGES for rule in watch.failed if rule.startswith(f"{stage}_")]
    for rule in [*order, *(rule for rule in watch.failed if rule not in order)]:
        log = Path(watch.failed[rule])
        text = log.read_text(encoding="utf-8", errors="replace").strip() if log.is_file() else ""
        lines += ["", f"{rule.replace('_', ' ')} could not be done:"]
        lines += [f"  {line}" for line in text.splitlines() or [_silent()]]
    if not watch.failed:
        lines += ["", "The build stopped before any step:", *_stopped(told)]
    lines += [
        "",
        f"Put that right and build again; nothing that is done is done twice. All is in {KEPT}.",
    ]
    return "\n".join(lines)


def _silent() -> str:
    """Say why a step left no message: a full disk has no room for one either."""
    return WHY[errno.ENOSPC] if shutil.disk_usage(".").free < LITTLE else SILENT


def _stopped(told: list[str]) -> list[str]:
    """Say why Snakemake itself stopped: what the system said, in a sentence, or else its last lines.

    Examples
    --------
    >>> _stopped(["Traceback (most recent call last):", "OSError: [Errno 28] No space left"])
    ['  no space is left on the disk; free some']
    >>> _stopped(["MissingInputException in rule all"])
    ['MissingInputException in rule all']
    """
    text = "".join(told)
    if codes := [code for code in re.findall(r"\[Errno (\d+)\]", text) if int(code) in WHY]:
        return [f"  {WHY[int(codes[-1])]}"]
    lines = [line.rstrip() for line in told if line.strip()]
    return lines[-1:] if "Traceback (most recent call last)" in text else lines[-LAST:]
