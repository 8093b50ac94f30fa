"""Say what a bundle takes, what is compared of each file and under which licence, and write it as a zip.

A file of a kind that no bundle takes, a link, and a notebook with outputs are refused: what is not
known cannot be said to be harmless.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems
from fieldstudy.io import writing

TIERS = ("open", "safeguarded")
# What every study's bundle takes from the workflow, and what it takes from the study itself.
WORKFLOW = (
    *("Snakefile", "Makefile", "Dockerfile", "LICENSE", "pyproject.toml", "environment.yml"),
    *(
        "requirements.lock",
        "requirements-model.lock",
        "workflow",
        "docs/reviewer.md",
        "docs/run-time.csv",
    ),
)
STUDY = ("CITATION.cff", "config", "paper", "notebooks", "data/record", "data/published")
# Of the safeguarded tier: what a build begins with, and the tables that it makes of that.
SAFEGUARDED = (
    *("anonymise/*.csv", "ingest/hashes.csv", "code/segments.csv"),
    *("tabulate/base/*.csv", "tabulate/tables/*.csv"),
)
KINDS = frozenset(
    (
        *("", ".bib", ".cff", ".csl", ".css", ".csv", ".docx", ".html", ".ipynb", ".jpg", ".js"),
        *(".json", ".lock", ".lua", ".md", ".pdf", ".png", ".py", ".qmd", ".sh", ".smk", ".svg"),
        *(".toml", ".txt", ".typ", ".typst", ".xml", ".xsd", ".yaml", ".yml"),
    )
)
PARTS = ("study", "workflow")  # the folders in which a bundle is laid out, and which its zip joins
MANIFEST = "manifest.csv"
COLUMNS = ("file", "bytes", "sha256", "check", "licence")
# How a file of a bundle is checked: by its own checksum; by what a build makes of the others as well; and
# the last only where the same software renders it.
SOURCE, REBUILT, RENDERED = "source", "rebuilt", "rendered"
DRAWN = (".svg", ".pdf", ".png", ".docx", ".xml")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
MIT, TEXT, RECORD = "MIT", "CC-BY-4.0", "OGL-UK-3.0"
UNDER_AGREEMENT = "LicenseRef-under-agreement"
PROSE = ("paper/", "notebooks/", "docs/", "released/", "data/published/")


def files_of(root: Path, names: tuple[str, ...]) -> dict[str, Path]:
    """Give every file under these names that a bundle takes, by its path in the bundle.

    Raises
    ------
    StudyError
        For each file of a kind that no bundle takes, each link, and each notebook with outputs.
    """
    found = Problems()
    taken: dict[str, Path] = {}
    for name in names:
        for path in _below(root / name):
            shown = path.relative_to(root).as_posix()
            if path.is_symlink() or path.suffix.lower() not in KINDS:
                kind = "is a link" if path.is_symlink() else f"is of the kind '{path.suffix}'"
                what = f"{kind}, which no bundle takes; move it out of this folder"
                found.add(shown, what)
            elif path.suffix == ".ipynb" and _executed(path):
                found.add(shown, "holds outputs, which may show anything; clear them and save it")
            else:
                taken[shown] = path
    found.stop_if_any()
    return taken


def _below(path: Path) -> Iterator[Path]:
    """Give a file, or every file below a folder but hidden and compiled ones."""
    if path.is_file():
        yield path
    for one in sorted(path.rglob("*")) if path.is_dir() else ():
        parts = one.relative_to(path).parts
        made = any(
            p.startswith(".") or p == "__pycache__" or p.endswith(".egg-info") for p in parts
        )
        if not made and (one.is_symlink() or not one.is_dir()):
            yield one


def _executed(path: Path) -> bool:
    """Tell whether a notebook holds outputs; one that cannot be read may."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return any(cell.get("outputs") for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        return True


def released_of(results: Path, tier: str) -> dict[str, Path]:
    """Give the files of the tiers that a bundle of this tier shows, by their path in the bundle."""
    parts = sorted(path.name for path in (results / "open").glob("*") if path.name != "release")
    taken = files_of(results, tuple(f"open/{name}" for name in parts))
    if tier == "safeguarded":
        for pattern in SAFEGUARDED:
            for path in sorted((results / "safeguarded").glob(pattern)):
                taken[path.relative_to(results).as_posix()] = path
    return {f"released/{name}": path for name, path in taken.items()}


def settings(study: Mapping[str, Any], tier: str) -> dict[str, Any]:
    """Give study.yml as a bundle holds it: it starts from the bundle, and names no raw file.

    Examples
    --------
    >>> study = {"id": "x", "start_from": "raw", "interviews": {"1": "Ashby.vtt"}, "tables": {},
    ...          "codings": [{"coder": "A", "format": "csv", "file": "ann.csv", "of": "raw"}]}
    >>> made = settings(study, "open")
    >>> made["start_from"], made["interviews"], made["codings"][0]["file"]
    ('open', {'1': 'interview-1'}, 'codings-A')
    """
    left_out = {"user", "columns"}
    return {
        **study,
        "start_from": tier,
        "interviews": {name: f"interview-{name}" for name in study["interviews"]},
        "tables": {name: f"{name}.csv" for name in study["tables"]},
        "codings": [
            {key: value for key, value in entry.items() if key not in left_out}
            | {"file": f"codings-{entry['coder']}"}
            for entry in study["codings"]
        ],
    }


def check_of(name: str, tier: str) -> str:
    """Say how a file of a bundle is checked.

    Examples
    --------
    >>> [check_of(f"released/open/{name}", "open") for name in ("tables/areas.csv", "figures/areas.svg")]
    ['source', 'rendered']
    >>> [check_of(name, "open") for name in ("config/claims.yml", "released/open/findings/findings.yml")]
    ['source', 'rebuilt']
    """
    path = Path(name)
    given: tuple[str, ...] = ("released/safeguarded/anonymise/", "released/safeguarded/ingest/")
    if tier == "open":
        given = ("released/open/tables/", "released/open/verify/disclosure.csv")
    if path.parts[0] != "released" or len(path.parts) < 3:
        return SOURCE
    if name.startswith(given) and path.suffix == ".csv":
        return SOURCE
    page = name.endswith("index.html")
    return RENDERED if page or path.suffix in DRAWN else REBUILT


def licence_of(name: str, real: bool, record: Collection[str] = ()) -> str:
    """Give a file's licence, by SPDX id; real interviews are under none, but an agreement.

    Parameters
    ----------
    name
        The file's path in the bundle.
    real
        Whether the data are real, and no stand-in.
    record
        The names of the tables of public record, which are base tables too.
    """
    path = Path(name)
    if name.startswith("data/record/") or (path.parent.name == "base" and path.stem in record):
        return RECORD
    if name.startswith("released/safeguarded/") and real:
        return UNDER_AGREEMENT
    documents = name.endswith((".md", ".cff")) or name.startswith(".zenodo")
    code = name.startswith("workflow/")
    return TEXT if (documents and not code) or name.startswith(PROSE) else MIT


def write_zip(folder: Path, out: Path) -> None:
    """Join the parts of a bundle in a zip whose bytes depend on its files alone: sorted, undated."""
    files = {
        path.relative_to(folder / part).as_posix(): path
        for part in PARTS
        for path in (folder / part).rglob("*")
        if path.is_file()
    }
    with writing(out) as stream, zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, so that the mode below is read everywhere
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name].read_bytes(), compresslevel=9)
