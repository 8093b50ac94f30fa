"""``python -m fieldstudy compare BUNDLE…``: lay studies side by side from their open bundles."""

from __future__ import annotations

import argparse
from pathlib import Path

from fieldstudy.compare.crosswalk import by_name, read_crosswalk
from fieldstudy.compare.page import page
from fieldstudy.compare.reading import read_all
from fieldstudy.compare.relate import COLUMNS, rows
from fieldstudy.errors import StudyError
from fieldstudy.io import write_rows, write_text


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy compare", description=__doc__)
    top.add_argument("bundles", type=Path, nargs="+", metavar="BUNDLE",
                     help="an open bundle's zip, or the folder of a study that is built")  # fmt: skip
    top.add_argument("--crosswalk", type=Path, metavar="FILE",
                     help="YAML: by which code each study asks the same thing")  # fmt: skip
    top.add_argument("--out", type=Path, default=Path("results/compare"), help="folder to write")
    return top


def main(words: list[str]) -> int | None:
    """Write the report as a page and as a table."""
    options = parser().parse_args(words)
    if len(options.bundles) < 2:
        raise StudyError.of("compare", "needs at least two studies to lay side by side")
    studies = read_all(options.bundles)
    crosswalk = (
        read_crosswalk(options.crosswalk, studies) if options.crosswalk else by_name(studies)
    )
    write_text(options.out / "index.html", page(studies, crosswalk, bool(options.crosswalk)))
    write_rows(options.out / "compare.csv", COLUMNS, rows(studies, crosswalk))
    print(f"{len(studies)} studies, {len(crosswalk.topics)} topics: {options.out / 'index.html'}")
    return None
