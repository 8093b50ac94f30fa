"""What the figures show: areas, statements and programmes, read from open tables and the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_rows, read_yaml

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
        Group of areas to what it is called: ``areas with a unit``.
    areas
        Group of areas to its areas' codes.
    stances
        Area and code to ``affirms``, ``denies`` or ``silent``.
    programmes
        The rows of the interventions table.
    categories
        Column of the interventions table to its allowed values, in order.
    readiness
        What may be in place, in order, to area to ``present``, ``absent`` or ``not raised``.
    synthetic
        Whether the data are a stand-in.
    """

    themes: dict[str, str]
    codes: list[Code]
    groups: dict[str, str]
    areas: dict[str, list[str]]
    stances: dict[tuple[str, str], str]
    programmes: list[dict[str, str]]
    categories: dict[str, list[str]]
    readiness: dict[str, dict[str, str]]
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
    declared = read_yaml(sources.declared)["inputs"]["interventions"]["columns"]
    return Scene(
        themes=dict(codebook["themes"]),
        codes=codes,
        groups=groups,
        areas=areas,
        stances=stances,
        programmes=read_rows(sources.base / "interventions.csv"),
        categories={name: kind["allowed"] for name, kind in declared.items() if "allowed" in kind},
        readiness={row["code"]: row for row in read_rows(sources.tables / "readiness.csv")},
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


def listed(items: list[str]) -> str:
    """Join items as a sentence does."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def capital(text: str) -> str:
    """Begin a sentence with these words."""
    return text[:1].upper() + text[1:]
