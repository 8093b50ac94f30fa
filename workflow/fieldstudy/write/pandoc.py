"""The Pandoc road: Pandoc and Typst from PyPI turn the assembled project into all formats.

A warning of either is a failure: a paper with a hole in it is not written.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problem, StudyError

# 1980-01-01, the first day a zip file can name: outputs carry no date of their making.
EPOCH = 315532800
READER = "markdown"
COMMON = (
    "--standalone",
    "--number-sections",
    "--fail-if-warnings",
    "--strip-comments",
    "--wrap=none",
)
FORMATS: dict[str, tuple[str, ...]] = {
    "index.html": (
        *("--to=html5", "--template=styles/pandoc.html", "--css=styles/paper.css", "--mathml"),
        *("--embed-resources", "--toc", "--toc-depth=2", "--section-divs"),
    ),
    "paper.typ": (
        *("--to=typst", "--template=styles/pandoc.typst", "--metadata=section-numbering:1.1"),
    ),
    "paper.docx": ("--to=docx", "--reference-doc=styles/reference.docx"),
    "paper.xml": ("--to=jats_archiving",),
}
# What a PDF must satisfy: tagged and readable aloud, and fit for an archive.
STANDARDS = ["ua-1", "a-2a"]


def pandoc_path() -> str:
    """Find the Pandoc that came from PyPI."""
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def environment() -> dict[str, str]:
    """Give Pandoc a fixed date and no settings of the person who runs it."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HOME") if name in os.environ}
    return kept | {
        "SOURCE_DATE_EPOCH": str(EPOCH),
        "LC_ALL": "C.UTF-8",
        "XDG_DATA_HOME": os.devnull,
    }


def render(text: str, source: Path) -> dict[str, bytes]:
    """Render the resolved prose into every format.

    Parameters
    ----------
    text
        The prose with all shortcodes resolved.
    source
        The assembled project; filters, styles, metadata and pictures are read from it.

    Returns
    -------
    dict
        Name of the file to its content: HTML, PDF, Word and JATS.

    Raises
    ------
    StudyError
        If Pandoc or Typst fails or warns.
    """
    made = {name: _pandoc(text, source, name, options) for name, options in FORMATS.items()}
    made["paper.pdf"] = _typst(made.pop("paper.typ"), source)
    made["paper.xml"] = settle_jats(made["paper.xml"].decode()).encode()
    return made


def _pandoc(text: str, source: Path, name: str, options: tuple[str, ...]) -> bytes:
    """Run Pandoc once."""
    metadata = [f"--metadata-file={part}" for part in ("_quarto.yml", "findings.yml")]
    filters = ("--lua-filter=filters/crossref.lua", "--lua-filter=filters/study.lua", "--citeproc")
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / name
        command = [
            pandoc_path(),
            f"--from={READER}",
            *COMMON,
            *metadata,
            *filters,
            *options,
            "-o",
            str(made),
        ]
        run = subprocess.run(
            command,
            input=text.encode(),
            cwd=source,
            capture_output=True,
            env=environment(),
            check=False,
        )
        said = run.stderr.decode().strip()
        if run.returncode or said:
            raise StudyError([Problem(name, line) for line in said.splitlines() if line.strip()])
        return made.read_bytes()


def _typst(text: bytes, source: Path) -> bytes:
    """Set the PDF."""
    import typst

    standards: Any = STANDARDS
    compiler = typst.Compiler(text, root=str(source), ignore_system_fonts=True)
    try:
        made, warnings = compiler.compile_with_warnings(
            format="pdf", timestamp=EPOCH, pdf_standards=standards
        )
    except typst.TypstError as error:
        raise StudyError.of("paper.pdf", f"Typst: {error}") from None
    if warnings:
        raise StudyError([Problem("paper.pdf", f"Typst: {warning}") for warning in warnings])
    if not isinstance(made, bytes):
        raise StudyError.of("paper.pdf", "Typst made no single PDF")
    return made


def settle_jats(text: str) -> str:
    r"""Put numbers into labels, drop an empty head, and point pictures to where they lie.

    Examples
    --------
    >>> settle_jats("<caption><p>Table\u00a02: Areas</p></caption>")
    '<label>Table\xa02</label><caption><p>Areas</p></caption>'
    """
    text = re.sub(
        r"<caption>(\s*)<p>((?:Figure|Table)\u00a0\d+):\s+",
        r"<label>\2</label><caption>\1<p>",
        text,
    )
    text = re.sub(
        r"<journal-meta>\s*<journal-id></journal-id>.*?</journal-meta>\s*", "", text, flags=re.S
    )
    # Pandoc names the table; what is labelled, and referred to, is its wrap.
    text = re.sub(
        r"<table-wrap>((?:(?!</table-wrap>).)*?)<table id=\"([^\"]+)\"",
        r'<table-wrap id="\2">\1<table',
        text,
        flags=re.S,
    )
    return pictures_beside(text)


def pictures_beside(text: str) -> str:
    """Point the pictures of a JATS article to where they lie: in the project beside it."""
    return text.replace('xlink:href="figures/', 'xlink:href="source/figures/')
