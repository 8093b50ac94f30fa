"""``python -m fieldstudy STAGE VERB …``: hand the words to the command line of a stage or command."""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.untrusted import printable

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


STOPPED = "Stopped. What was whole is kept, nothing half-written is; build again to go on."
WHY = {
    errno.ENOSPC: "no space is left on the disk; free some",
    errno.EDQUOT: "no space is left for this user; free some",
    errno.EFBIG: "the file would be larger than this system allows; raise the limit",
    errno.EROFS: "the disk cannot be written to; make it writable",
    errno.EACCES: "it may not be read or written; give yourself the right (chmod u+rw)",
    errno.EPERM: "it may not be read or written; give yourself the right (chmod u+rw)",
    errno.EIO: "the disk does not answer; look at the disk",
}


def unexpected(error: Exception, where: str) -> str:
    """Say in a sentence what nobody foresaw; never its content, which may be confidential.

    ``FIELDSTUDY_DEBUG=1`` raises it instead, for whoever mends the code.
    """
    if os.environ.get("FIELDSTUDY_DEBUG"):
        raise error
    if isinstance(error, OSError) and error.errno in WHY:
        name = Path(error.filename or where)
        if name.name.endswith(".part"):  # what is written beside a file before it takes its name
            name = name.with_name(name.name.removeprefix(".").removesuffix(".part"))
        shown = name.relative_to(Path.cwd()) if name.is_relative_to(Path.cwd()) else name
        return f"{shown}: {WHY[error.errno]}, and build again; nothing half-written is kept"
    if isinstance(error, MemoryError):
        return f"{where}: needs more memory than there is; close other programs and build again"
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"{where}: stopped at something unforeseen ({type(error).__name__} in"
        f" {Path(place.filename).name}, line {place.lineno}); if a file under results/ was changed or"
        " damaged, run `make verify`; else look at what was last edited, or set FIELDSTUDY_DEBUG=1"
    )


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
    try:
        cli = importlib.import_module(f"fieldstudy.{stage}.cli")
        return int(cli.main(words[1:]) or 0)
    except StudyError as error:
        print("\n".join(map(printable, str(error).split("\n"))), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # a researcher gets a sentence whatever happens
        print(unexpected(error, f"fieldstudy {' '.join(words[:2])}"), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
