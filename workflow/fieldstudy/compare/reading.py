"""Read what a comparison needs of a study's open tier: a zip that a stranger may have made, or a folder."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems, StudyError
from fieldstudy.ingest.archive import Archive
from fieldstudy.io import original, yaml_of
from fieldstudy.naming import unsafe

MARKS = "findings/findings.yml"  # the file by which the open tier is found in a bundle
FACTS = "release/release.yml"  # what the release is of
STANCES = ("affirms", "denies", "silent")
LARGEST = 50_000_000  # bytes of one file
Row = dict[str, str]


@dataclass(frozen=True)
class Opened:
    """One study as its open tier tells it.

    Parameters
    ----------
    id, title, version
        As it calls itself.
    synthetic
        Whether its data are a stand-in.
    stances
        Code → area → affirms, denies or silent.
    statements
        Code → its statement.
    verdicts
        Claim → its row: basis, regenerated, verdict.
    tables
        Base table → its rows.
    """

    id: str
    title: str
    version: str
    synthetic: bool
    stances: dict[str, dict[str, str]]
    statements: dict[str, str]
    verdicts: dict[str, Row]
    tables: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def areas(self) -> list[str]:
        """Give the codes of its areas."""
        return sorted({area for told in self.stances.values() for area in told})


class Source:
    """The files of an open tier, by their names in it."""

    def __init__(self, path: Path) -> None:
        self.where = path.name or str(path)
        self._zip: Archive | None = None
        if path.is_dir():
            self._files = {
                file.relative_to(path).as_posix(): file
                for file in sorted(path.rglob("*"))
                if file.is_file() and not file.is_symlink()
            }
            names = list(self._files)
        else:
            self._zip = Archive(path)
            names = self._zip.names
        marked = [name for name in names if name == MARKS or name.endswith(f"/{MARKS}")]
        if not marked:
            what = "holds no findings; give an open bundle, or the folder of a study that is built"
            raise StudyError.of(self.where, what)
        self.root = min(marked, key=lambda name: (len(name), name)).removesuffix(MARKS)
        self._whole = {
            name.removeprefix(self.root): name for name in names if name.startswith(self.root)
        }
        # In a bundle the facts of the release lie beside the open tier, which they speak of.
        beside = self.root.removesuffix("open/") + "release.yml"
        if beside in names:
            self._whole.setdefault(FACTS, beside)
        self.names = set(self._whole)

    def text(self, name: str) -> str:
        """Read one file as text.

        Raises
        ------
        StudyError
            If it is missing, too large, or not UTF-8.
        """
        if name not in self.names:
            raise StudyError.of(f"{self.where}: {name}", "is missing; release the study again")
        whole = self._whole[name]
        if self._zip:
            with self._zip.open(whole) as member, self._zip.intact():
                content = member.read(LARGEST + 1)
        else:
            with self._files[whole].open("rb") as file:
                content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise StudyError.of(f"{self.where}: {name}", "is larger than any table of a study")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise StudyError.of(f"{self.where}: {name}", "is not UTF-8 text") from None

    def rows(self, name: str, needed: tuple[str, ...]) -> list[Row]:
        """Read one table.

        Raises
        ------
        StudyError
            If a column is missing, or a row has more or fewer cells than the header.
        """
        reader = csv.reader(io.StringIO(self.text(name)), strict=True)
        where = f"{self.where}: {name}"
        try:
            header, *cells = [[original(cell) for cell in row] for row in reader] or [[]]
        except csv.Error:
            raise StudyError.of(where, "is no CSV table") from None
        missing = [column for column in needed if column not in header]
        if missing or any(len(row) != len(header) for row in cells):
            what = f"lacks {', '.join(missing)}" if missing else "has rows of unequal length"
            raise StudyError.of(where, f"{what}; release the study again")
        return [dict(zip(header, row, strict=True)) for row in cells]

    def mapping(self, name: str) -> dict[str, Any]:
        """Read one YAML file, every value as text.

        Raises
        ------
        StudyError
            If it is no mapping.
        """
        where = f"{self.where}: {name}"
        read = yaml_of(self.text(name), where)
        if not isinstance(read, dict):
            raise StudyError.of(where, "is not what a release writes")
        return read


def read(path: Path) -> Opened:
    """Read one study.

    Raises
    ------
    StudyError
        With everything that is missing or not what a release writes.
    """
    source, found = Source(path), Problems()
    facts = findings = dict[str, Any]()
    cells = codes = verdicts = list[Row]()
    with found.gathering():
        facts = source.mapping(FACTS)
    with found.gathering():
        findings = source.mapping(MARKS)
    with found.gathering():
        cells = source.rows("tables/base/findings.csv", ("area", "code", "stance"))
    with found.gathering():
        codes = source.rows("tables/base/codes.csv", ("code", "statement"))
    with found.gathering():
        verdicts = source.rows("verify/verdicts.csv", ("id", "basis", "regenerated", "verdict"))
    found.stop_if_any()
    known = {row["code"] for row in codes}
    stances: dict[str, dict[str, str]] = {code: {} for code in sorted(known)}
    for number, row in enumerate(cells, start=2):
        where = f"{source.where}: tables/base/findings.csv:{number}"
        if row["stance"] not in STANCES or row["code"] not in known:
            found.add(where, "is not a known code with the stance affirms, denies or silent")
            continue
        stances[row["code"]][row["area"]] = row["stance"]
    study = findings.get("study")
    if unsafe(facts.get("study"), "id") or not isinstance(study, dict):
        found.add(source.where, "does not say which study it is of; release the study again")
    found.stop_if_any()
    assert isinstance(study, dict)
    tables = {
        name.removeprefix("tables/base/").removesuffix(".csv"): source.rows(name, ())
        for name in sorted(source.names)
        if name.startswith("tables/base/") and name.endswith(".csv")
    }
    return Opened(
        id=facts["study"],
        title=str(study.get("title", facts["study"])),
        version=str(facts.get("version", "")),
        synthetic=bool(str(findings.get("synthetic", "")).strip()),
        stances=stances,
        statements={row["code"]: row["statement"] for row in codes},
        verdicts={row["id"]: row for row in verdicts},
        tables=tables,
    )


def read_all(paths: list[Path]) -> list[Opened]:
    """Read the studies, in the order of their ids.

    Raises
    ------
    StudyError
        With the problems of all of them, or if a study is given twice.
    """
    found, studies = Problems(), dict[str, Opened]()
    for path in paths:
        with found.gathering():
            study = read(path)
            if study.id in studies:
                what = f"is of '{study.id}', as another bundle is; give each study once"
                raise StudyError.of(path.name, what)
            studies[study.id] = study
    found.stop_if_any()
    return [studies[name] for name in sorted(studies)]
