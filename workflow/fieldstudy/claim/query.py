"""Ask the base tables, and nothing else: SQL run by DuckDB without files, network or extensions.

A claim's two statements come from config and are treated as untrusted: each must be one SELECT, and
runs in a process of its own (``worker.py``) that is bounded in memory and killed when it takes too long.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
import weakref
from pathlib import Path
from typing import Any

from fieldstudy.errors import StudyError

SECONDS = 10.0  # for one statement
PATIENCE = 60.0  # for reading all base tables
WORKER = Path(__file__).with_name("worker.py")
Row = dict[str, object]


class LostError(Exception):
    """The worker gave no answer: it took too long, or died."""


class Base:
    """The base tables of a study, every column text, ready to be asked.

    Parameters
    ----------
    folders
        Folders of CSV files; a file's name is its table's. The first folder to hold a name wins.
    claims
        The ledger's own rows (id, kind, basis), asked as the table ``claims``.
    """

    def __init__(self, folders: list[Path], claims: list[tuple[str, str, str]]) -> None:
        self._files: dict[str, str] = {}
        for path in [file for folder in folders for file in sorted(folder.glob("*.csv"))]:
            self._files.setdefault(path.stem, str(path.resolve()))
        self._claims = claims
        self._verdicts: list[tuple[str, str, str]] | None = None
        self._worker: Worker | None = None
        self._asked: dict[str, set[str]] = {}

    @property
    def tables(self) -> set[str]:
        """Name the tables that can be asked."""
        return {*self._files, "claims"} | ({"verdicts"} if self._verdicts is not None else set())

    def add_verdicts(self, verdicts: list[tuple[str, str, str]]) -> None:
        """Add the verdicts (id, basis, verdict), so that claims about them can be asked."""
        self._verdicts = verdicts
        self._tell({"do": "verdicts", "rows": verdicts}, fresh=False)

    def asked_of(self, sql: str) -> set[str]:
        """Name the tables that a statement reads, the claim's own ``rows`` aside."""
        if sql not in self._asked:
            self._asked[sql] = set(self._tell({"do": "tables", "sql": sql}).get("tables", ()))
        return self._asked[sql] - {"rows"}

    def ask(self, where: str, sql: str, parameters: dict[str, str]) -> list[Row]:
        """Run one SELECT and give its rows.

        Raises
        ------
        StudyError
            If it is not one SELECT, fails, needs too much memory, or takes longer than ten seconds.
        """
        told = self._tell({"do": "ask", "sql": sql, "parameters": parameters})
        if "fault" in told:
            raise StudyError.of(where, told["said"])
        return [dict(zip(told["columns"], row, strict=True)) for row in told["rows"]]

    def _tell(self, question: dict[str, Any], fresh: bool = True) -> dict[str, Any]:
        """Hand a question to the worker; one that is lost is killed, and the next one starts anew."""
        try:
            if self._worker is None:
                self._worker = self._start()
                if not fresh:
                    return {}  # starting has told it already
            return self._worker.tell(question, SECONDS)
        except LostError as lost:
            self._worker = None
            return {"fault": "lost", "said": f"{lost}; simplify it"}

    def _start(self) -> Worker:
        """Start a worker and have it read the tables."""
        worker = Worker()
        told = worker.tell({"tables": self._files, "claims": self._claims}, PATIENCE)
        if "fault" in told:
            raise StudyError.of("base tables", f"cannot be read: {told['said']}")
        if self._verdicts is not None:
            worker.tell({"do": "verdicts", "rows": self._verdicts}, SECONDS)
        return worker


class Worker:
    """A running worker; it is killed when nobody holds it any more."""

    def __init__(self) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept,
        )
        self._said = b""
        self._end = weakref.finalize(self, _kill, self._process)

    def tell(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask one question and wait so long for its answer.

        Raises
        ------
        LostError
            If there is none in time, or the process has died; it is killed.
        """
        pipe, answers = self._process.stdin, self._process.stdout
        assert pipe and answers
        until = time.monotonic() + seconds
        try:
            pipe.write(json.dumps(question).encode() + b"\n")
            pipe.flush()
        except BrokenPipeError:
            self._end()
            raise LostError("ended the process that asks the base tables") from None
        while b"\n" not in self._said:
            left = until - time.monotonic()
            if left <= 0 or not select.select([answers], [], [], left)[0]:
                self._end()
                raise LostError(f"ran for more than {seconds:.0f} s")
            part = os.read(answers.fileno(), 1 << 20)
            if not part:
                self._end()
                raise LostError("needs more memory or time than a claim may use")
            self._said += part
        line, _, self._said = self._said.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker, whatever it is doing."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    process.wait()
