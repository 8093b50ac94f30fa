"""``python -m fieldstudy STAGE VERB …``: hand the words to the stage's own command line."""

from __future__ import annotations

import importlib
import os
import sys

from fieldstudy.errors import StudyError

STAGES = {
    "ingest": "read and validate transcripts, tables and codings",
    "anonymise": "mask every identifier, and measure what was masked",
    "code": "check codings against the text, agreement, adjudication, framework matrix",
    "tabulate": "base tables and the cross-tables that config declares",
    "claim": "recompute every reported finding and compare it with what was published",
    "disclose": "pass into the open tier only what gives nobody away",
    "draw": "figures with captions and alternative text",
    "write": "the paper and the notebooks",
    "release": "leak scan, manifest, summary",
}


def usage() -> str:
    """List the stages."""
    lines = [f"  {stage:<10} {what}" for stage, what in STAGES.items()]
    return "\n".join(["usage: python -m fieldstudy STAGE VERB …", "", "stages:", *lines, ""])


def main(words: list[str] | None = None) -> int:
    """Run one stage's verb; a problem of the study is told on stderr and exits 2."""
    words = sys.argv[1:] if words is None else words
    if not words or words[0] in {"-h", "--help"}:
        print(usage())
        return 0 if words else 2
    stage = words[0]
    if stage not in STAGES:
        allowed = ", ".join(STAGES)
        print(f"fieldstudy: '{stage}' is not a stage; allowed: {allowed}", file=sys.stderr)
        return 2
    cli = importlib.import_module(f"fieldstudy.{stage}.cli")
    try:
        return int(cli.main(words[1:]) or 0)
    except StudyError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
