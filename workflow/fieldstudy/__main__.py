"""``python -m fieldstudy STAGE VERB …``: hand the words to the command line of a stage or command."""

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
# What is done with a study as a whole.
COMMANDS = {
    "new": "begin a study: a repository that builds at once",
    "build": "build the study, and show how far it is",
    "check": "list all that is missing or wrong in a study",
    "compare": "lay studies side by side from their open bundles",
}


def usage() -> str:
    """List the stages and the commands."""
    lines = ["usage: python -m fieldstudy STAGE VERB …", "       python -m fieldstudy COMMAND …"]
    for title, listed in (("stages", STAGES), ("commands", COMMANDS)):
        lines += ["", f"{title}:", *(f"  {name:<10} {what}" for name, what in listed.items())]
    return "\n".join([*lines, ""])


def main(words: list[str] | None = None) -> int:
    """Run one stage's verb; a problem of the study is told on stderr and exits 2."""
    words = sys.argv[1:] if words is None else words
    if not words or words[0] in {"-h", "--help"}:
        print(usage())
        return 0 if words else 2
    stage = words[0]
    if stage not in STAGES | COMMANDS:
        allowed = ", ".join(STAGES | COMMANDS)
        print(
            f"fieldstudy: '{stage}' is not a stage or command; allowed: {allowed}", file=sys.stderr
        )
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
