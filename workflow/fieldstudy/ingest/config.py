"""Read and check study.yml, codebook.yml and the inputs of tables.yml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldstudy.confidential import refuse_unsafe
from fieldstudy.errors import Problems
from fieldstudy.ingest.codings import ABOVE, split_theme
from fieldstudy.ingest.declared import LISTED, Declared, declare
from fieldstudy.io import read_yaml
from fieldstudy.shape import check_shape
from fieldstudy.study import Study


@dataclass(frozen=True)
class Codebook:
    """Themes and codes of a study, in the file's order.

    Parameters
    ----------
    themes
        Theme id → label.
    codes
        Code → theme id.
    called
        What a code is called in a coding tool, in small letters, with what stands above it if it
        says so → code.
    """

    themes: dict[str, str]
    codes: dict[str, str]
    called: dict[str, str] = field(default_factory=dict)

    def code_of(self, theme: str, name: str) -> tuple[str, str] | None:
        """Find the code that a tool's name means: by what it is called, its id, or its plain name.

        Returns
        -------
        tuple of str or None
            The code, and the names above it, which must fit the code's theme (none where the
            codebook itself says what it is called); None if it means none.

        Examples
        --------
        >>> book = Codebook({"s": "Strategy"}, {"town_plans": "s"}, {"means::plans": "town_plans"})
        >>> book.code_of("Strategy", "Town plans"), book.code_of("Means", "Plans")
        (('town_plans', 'Strategy'), ('town_plans', ''))
        """
        for above, leaf in ((theme, name), split_theme(name)):
            whole = f"{above}{ABOVE}{leaf}" if above else leaf
            for key in (whole.lower(), leaf.lower()):
                if key in self.called:
                    return self.called[key], ""
            for key in (leaf, plain_name(leaf)):
                if key in self.codes:
                    return key, above
        return None


def plain_name(name: str) -> str:
    """Write a name as an id: small letters without accents, digits, underscores.

    Examples
    --------
    >>> plain_name("Needs assessment (café)"), plain_name("信任")
    ('needs_assessment_cafe', '')
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


@dataclass(frozen=True)
class Config:
    """A study's checked configuration."""

    study: Study
    codebook: Codebook
    inputs: dict[str, Declared]

    @property
    def lists(self) -> dict[str, Sequence[str]]:
        """Give the allowed interviews, codes and coders."""
        return {
            "interview": list(self.study.interviews),
            "interviews": list(self.study.interviews),
            "code": list(self.codebook.codes),
            "coder": sorted({entry.coder for entry in self.study.codings}),
        }


def read_study(path: Path) -> Study:
    """Read study.yml after checking its shape.

    Raises
    ------
    StudyError
        With every setting that is missing, unknown or not allowed; or where raw data are not safe.
    """
    found = Problems()
    check_shape(path, "study", found)
    found.stop_if_any()
    study = Study.read(path)
    refuse_unsafe(study)
    return study


def read_config(path: Path) -> Config:
    """Read study.yml and, beside it, codebook.yml and tables.yml.

    Raises
    ------
    StudyError
        With the problems of all three files.
    """
    found = Problems()
    codebook_path, tables_path = path.parent / "codebook.yml", path.parent / "tables.yml"
    study: Study | None = None
    codebook: Codebook | None = None
    with found.gathering():
        study = read_study(path)
    with found.gathering():
        codebook = read_codebook(codebook_path)
    with found.gathering():
        check_shape(tables_path, "tables", found)
    found.stop_if_any()
    assert study is not None and codebook is not None
    entries = read_yaml(tables_path)["inputs"]
    inputs = {name: declare(name, entry) for name, entry in entries.items()}
    _check_inputs(study, inputs, path, tables_path, found)
    found.stop_if_any()
    return Config(study, codebook, inputs)


def read_codebook(path: Path) -> Codebook:
    """Read and check the codebook.

    Raises
    ------
    StudyError
        If a setting is missing or not allowed, a code stands twice, or its theme is unknown.
    """
    found = Problems()
    check_shape(path, "codebook", found)
    found.stop_if_any()
    content = read_yaml(path)
    codes: dict[str, str] = {}
    called: dict[str, str] = {}
    for number, row in enumerate(content["codes"], start=1):
        where = f"{path}: codes: entry {number}"
        if row["code"] in codes:
            found.add(f"{where}: code", f"'{row['code']}' stands twice; allowed: each code once")
        if row["theme"] not in content["themes"]:
            allowed = ", ".join(content["themes"])
            found.add(f"{where}: theme", f"'{row['theme']}' is not a theme; allowed: {allowed}")
        codes[row["code"]] = row["theme"]
        names = row.get("called", [])
        for name in [names] if isinstance(names, str) else names:
            if called.setdefault(name.lower(), row["code"]) != row["code"]:
                what = f"'{name}' is another code's as well; write the theme before it, Theme{ABOVE}Code"
                found.add(f"{where}: called", what)
    found.stop_if_any()
    return Codebook(dict(content["themes"]), codes, called)


def _check_inputs(
    study: Study, inputs: Mapping[str, Declared], path: Path, tables: Path, found: Problems
) -> None:
    """Note what study.yml and tables.yml say of each other that does not fit."""
    for name in sorted(set(study.tables) - set(inputs)):
        allowed = ", ".join(inputs)
        found.add(f"{path}: tables: {name}", f"is not declared in {tables}; allowed: {allowed}")
    for name in sorted(set(inputs) - set(study.tables)):
        found.add(f"{tables}: inputs: {name}", f"has no file; name one under 'tables' in {path}")
    for name, declared in inputs.items():
        names = [column.name for column in declared.columns]
        for column in sorted(set(declared.key) - set(names)):
            what = f"'{column}' is not a column of this table; allowed: {', '.join(names)}"
            found.add(f"{tables}: inputs: {name}: key", what)
    for table, column in LISTED.values():
        if table in inputs and column not in {c.name for c in inputs[table].columns}:
            found.add(f"{tables}: inputs: {table}", f"lacks the column '{column}'")
    _check_groups(study, inputs, path, found)


def _check_groups(
    study: Study, inputs: Mapping[str, Declared], path: Path, found: Problems
) -> None:
    """Note the groups whose column or value areas.csv cannot have."""
    columns = (
        {column.name: column for column in inputs["areas"].columns} if "areas" in inputs else {}
    )
    for name, group in study.groups.items():
        where = f"{path}: groups: {name}"
        if not group.column or not columns:
            continue
        if group.column not in columns:
            what = f"'{group.column}' is not a column of areas; allowed: {', '.join(columns)}"
            found.add(where, what)
        elif (allowed := columns[group.column].allowed) and group.value not in allowed:
            what = f"'{group.value}' is no value of {group.column}; allowed: {', '.join(allowed)}"
            found.add(where, what)
