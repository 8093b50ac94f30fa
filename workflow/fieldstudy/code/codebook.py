"""Read the codebook: themes and codes, each code with the statement that it affirms or denies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldstudy.errors import Problems

VALENCES = ("helps", "hinders", "neither")
FIELDS = ("theme", "statement", "valence", "definition", "include", "exclude", "example")


@dataclass(frozen=True)
class Code:
    """One code: its theme, its statement, whether that helps or hinders, and how it is applied."""

    code: str
    theme: str
    statement: str
    valence: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    was: tuple[str, ...] = ()  # the codes of an earlier codebook that it came from


@dataclass(frozen=True)
class Codebook:
    """Themes by id and codes by id, both in the codebook's order."""

    themes: dict[str, str]
    codes: dict[str, Code]

    def of_theme(self, theme: str) -> list[str]:
        """Give the codes of a theme, in order."""
        return [code.code for code in self.codes.values() if code.theme == theme]


def codebook_of(config: Mapping[str, Any], where: str = "codebook.yml") -> Codebook:
    """Make the codebook from its YAML.

    Raises
    ------
    StudyError
        If a code is listed twice, has no statement, or names a theme or valence that is not one.
    """
    found = Problems()
    themes = {str(theme): str(label) for theme, label in config.get("themes", {}).items()}
    codes: dict[str, Code] = {}
    for number, entry in enumerate(config.get("codes", []), start=1):
        name = str(entry.get("code", ""))
        place = f"{where}: codes, entry {number}"
        if not name or name in codes:
            found.add(f"{place}: code", f"'{name}' is empty or listed twice; ids must be unique")
        if not entry.get("statement"):
            found.add(f"{place}: statement", f"is missing; say what '{name}' affirms or denies")
        for key, allowed in (("theme", tuple(themes)), ("valence", VALENCES)):
            if entry.get(key) not in allowed:
                found.add(
                    f"{place}: {key}",
                    f"'{entry.get(key, '')}' is not a {key}; allowed: {', '.join(allowed)}",
                )
        was = entry.get("was", [])
        origins = (was,) if isinstance(was, str) else tuple(map(str, was))
        fields = {key: str(entry.get(key, "")) for key in FIELDS}
        codes[name] = Code(code=name, was=origins, **fields)
    if not codes:
        found.add(f"{where}: codes", "are missing; list at least one code")
    found.stop_if_any()
    return Codebook(themes, codes)
