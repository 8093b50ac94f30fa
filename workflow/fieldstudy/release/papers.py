"""What is known of a bundle when its papers are written: everything is read from the bundle itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from fieldstudy.io import read_rows, read_text, read_yaml

Row = dict[str, str]


@dataclass(frozen=True)
class Papers:
    """What the papers of a bundle are written from.

    Parameters
    ----------
    folder
        The laid-out bundle, the study's part.
    facts
        ``released/release.yml``.
    made
        The rule that makes each open file, by the file's path below ``results/``.
    spent
        Rows of the committed benchmark: stage, processor seconds, megabytes at most.
    python
        The oldest Python that it runs on, and the packages that are pinned.
    """

    folder: Path
    facts: Mapping[str, Any]
    made: Mapping[str, str]
    spent: list[Row]
    pins: int

    def config(self, name: str) -> dict[str, Any]:
        """Read a file of config/, empty where a study has none."""
        path = self.folder / "config" / name
        return dict(read_yaml(path)) if path.is_file() else {}

    @property
    def study(self) -> dict[str, Any]:
        """The study's settings."""
        return self.config("study.yml")

    @property
    def synthetic(self) -> bool:
        """Whether the data are a stand-in."""
        return bool(self.facts["data"] != "raw")

    @property
    def tier(self) -> str:
        """The bundle's tier."""
        return str(self.facts["tier"])

    @property
    def sources(self) -> list[Row]:
        """The tables of public record: what, publisher, vintage, licence, where, read on."""
        path = self.folder / "data/record/sources.csv"
        return read_rows(path) if path.is_file() else []

    @property
    def front(self) -> dict[str, Any]:
        """The front matter of the paper."""
        text = read_text(self.folder / "paper/index.qmd")
        found = re.match(r"---\n(.*?)\n(?:---|\.\.\.)\n", text, re.S)
        return dict(yaml.load(found[1], yaml.BaseLoader)) if found else {}

    @property
    def citation(self) -> dict[str, Any]:
        """CITATION.cff, empty where a study has none."""
        path = self.folder / "CITATION.cff"
        return dict(read_yaml(path)) if path.is_file() else {}

    @property
    def authors(self) -> list[str]:
        """The authors' names, as the paper gives them."""
        people = self.front.get("author", [])
        return [str(one["name"] if isinstance(one, Mapping) else one) for one in people]

    @property
    def outputs(self) -> list[Row]:
        """The files that a person compares: their path below ``released/open/`` and what they show."""
        listed = read_yaml(self.folder / "released/open/codecheck.yml")["manifest"]
        return [{"file": row["file"], "comment": row["comment"]} for row in listed]

    @property
    def verdicts(self) -> Counter[str]:
        """How many claims have each verdict."""
        rows = read_rows(self.folder / "released/open/verify/verdicts.csv")
        return Counter(row["verdict"] for row in rows)
