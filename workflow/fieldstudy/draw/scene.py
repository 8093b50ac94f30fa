"""What the figures show, read from open tables, the codebook, and the workflow's own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from fieldstudy.draw.stages import Stage, read_stages
from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_rows, read_yaml

Row = dict[str, str]
Block = Mapping[str, Any]
STANDIN = "Synthetic stand-in data"
STANCES = ("affirms", "denies", "silent")
NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)


@dataclass(frozen=True)
class Code:
    """One statement of the codebook."""

    code: str
    theme: str
    statement: str
    valence: str


@dataclass(frozen=True)
class Scene:
    """The data of all figures.

    Parameters
    ----------
    themes
        Theme to title, in the codebook's order.
    codes
        Statements, in the codebook's order.
    groups
        Group of areas to what it is called: ``areas in the north``.
    areas
        Group of areas to its areas' codes.
    stances
        Area and code to ``affirms``, ``denies`` or ``silent``.
    base, tables
        Open base tables and open cross-tables, by name.
    categories
        Table and column of an instrument to its allowed values, in order.
    verdicts
        Every claim's verdict, with ``meaning``.
    stages
        The stages of the workflow, in order.
    synthetic
        Whether the data are a stand-in.
    """

    themes: dict[str, str]
    codes: list[Code]
    groups: dict[str, str]
    areas: dict[str, list[str]]
    stances: dict[tuple[str, str], str]
    base: Mapping[str, list[Row]]
    tables: Mapping[str, list[Row]]
    categories: dict[tuple[str, str], list[str]]
    verdicts: list[Row]
    stages: list[Stage]
    synthetic: bool

    @property
    def columns(self) -> list[str]:
        """Every area, group by group."""
        return [area for group in self.groups for area in self.areas[group]]

    def of_theme(self, theme: str) -> list[Code]:
        """Give a theme's statements."""
        return [code for code in self.codes if code.theme == theme]

    def areas_that(self, stance: str, code: str) -> list[str]:
        """Give the areas that take a stance to a statement."""
        return [area for area in self.columns if self.stances[area, code] == stance]


@dataclass(frozen=True)
class Sources:
    """Where the data of the figures lie; everything but config is of the open tier."""

    base: Path
    tables: Path
    findings: Path
    study: Path
    codebook: Path
    declared: Path
    claims: Path
    verdicts: Path
    snakefile: Path


class Folder(dict[str, list[Row]]):
    """The tables of a folder, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, name: str) -> list[Row]:
        """Read a table."""
        path = self.folder / f"{name}.csv"
        if not path.is_file():
            known = sorted(file.stem for file in self.folder.glob("*.csv") if "." not in file.stem)
            what = f"'{name}' is not a table of {self.folder}; allowed: {', '.join(known)}"
            raise StudyError.of("config/figures.yml", what)
        self[name] = read_rows(path)
        return self[name]


def read_scene(sources: Sources) -> Scene:
    """Read what the figures show.

    Raises
    ------
    StudyError
        If a table lacks an area's stance to a statement, or knows a group that the study does not.
    """
    codebook = read_yaml(sources.codebook)
    codes = [
        Code(row["code"], row["theme"], row["statement"], row["valence"])
        for row in codebook["codes"]
    ]
    rows = read_rows(sources.base / "findings.csv")
    groups = _groups(sources, {row["group"] for row in rows})
    areas = {
        group: sorted({row["area"] for row in rows if row["group"] == group}) for group in groups
    }
    stances = {(row["area"], row["code"]): row["stance"] for row in rows}
    _complete(sources.base / "findings.csv", codes, areas, stances)
    inputs = read_yaml(sources.declared)["inputs"]
    meanings = {row["id"]: row.get("meaning", "") for row in read_yaml(sources.claims)["claims"]}
    return Scene(
        themes=dict(codebook["themes"]),
        codes=codes,
        groups=groups,
        areas=areas,
        stances=stances,
        base=Folder(sources.base),
        tables=Folder(sources.tables),
        categories={
            (table, name): column["allowed"]
            for table, declared in inputs.items()
            for name, column in declared["columns"].items()
            if "allowed" in column
        },
        verdicts=[
            {**row, "meaning": meanings.get(row["id"]) or row["id"]}
            for row in read_rows(sources.verdicts)
        ],
        stages=read_stages(sources.snakefile),
        synthetic=is_synthetic(sources.findings),
    )


def is_synthetic(findings: Path) -> bool:
    """Tell from the findings whether they were made from a stand-in."""
    return bool(read_yaml(findings).get("synthetic", "").strip())


def _groups(sources: Sources, known: set[str]) -> dict[str, str]:
    """Name the groups that the tables split areas by, in the study's order."""
    declared = read_yaml(sources.study)["groups"].values()
    groups = {
        group["value"]: str(group["label"]) for group in declared if group.get("column") == "group"
    }
    missing = sorted(known - set(groups))
    if missing:
        what = f"names no group with value '{missing[0]}', which findings.csv has"
        raise StudyError.of(f"{sources.study}: groups", what)
    return groups


def _complete(
    path: Path, codes: list[Code], areas: dict[str, list[str]], stances: dict[tuple[str, str], str]
) -> None:
    """Refuse a table without every area's stance to every statement."""
    found = Problems()
    for area in [area for held in areas.values() for area in held]:
        for code in codes:
            stance = stances.get((area, code.code), "")
            if stance not in STANCES:
                what = f"'{stance}' is not a stance; allowed: {', '.join(STANCES)}"
                found.add(f"{path}: {area}: {code.code}", what)
    found.stop_if_any()


def number(value: int) -> str:
    """Write small numbers in words."""
    return NUMBERS[value] if value < len(NUMBERS) else str(value)


def percent(part: int, whole: int) -> str:
    """Write a share of a census, halves rounded up.

    Examples
    --------
    >>> percent(1, 8)
    '13%'
    """
    return f"{(200 * part + whole) // (2 * whole)}%"


def decimal(text: str, places: int, scale: int = 1) -> str:
    """Write a number with so many decimals, halves rounded up.

    Examples
    --------
    >>> decimal("0.925", 2)
    '0.93'
    """
    value = Decimal(text) * scale
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def matching(rows: Sequence[Row], where: Mapping[str, str]) -> list[Row]:
    """Keep the rows that have these values."""
    return [row for row in rows if all(row[name] == value for name, value in where.items())]


def listed(items: list[str]) -> str:
    """Join items as a sentence does."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def capital(text: str) -> str:
    """Begin a sentence with these words."""
    return text[:1].upper() + text[1:]


def marks_of(scene: Scene, block: Block) -> dict[str, str]:
    """Give each area's mark by its code, from the table and column that a block's ``marked`` names."""
    marked = block["marked"]
    return {row["code"]: row[marked["column"]] for row in scene.base[marked["from"]]}
