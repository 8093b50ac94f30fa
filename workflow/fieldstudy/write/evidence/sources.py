"""Read what the evidence site shows: files of the open tier, or of the safeguarded tier as well."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fieldstudy.io import read_rows, read_text, read_yaml
from fieldstudy.study import Study

Row = dict[str, str]
OPEN, SAFEGUARDED = "open", "safeguarded"


@dataclass(frozen=True)
class Sources:
    """Where the parts of the site lie.

    Parameters
    ----------
    ledger, findings, verdicts, evidence
        Files of the stages claim and disclose.
    base, figures
        Folders of base tables; of figures with their blocks.
    paper
        The prose, for the sentences in which a claim stands.
    config
        Folder of the study's configuration.
    safeguarded
        Root of the safeguarded tier; given, it makes the edition with transcripts.
    """

    ledger: Path
    findings: Path
    verdicts: Path
    evidence: Path
    base: Path
    figures: Path
    paper: Path
    config: Path
    safeguarded: Path | None = None

    @property
    def edition(self) -> str:
        """Give the name of the edition, which is its tier's."""
        return SAFEGUARDED if self.safeguarded else OPEN

    @cached_property
    def claims(self) -> list[dict[str, Any]]:
        """Read the ledger."""
        claims: list[dict[str, Any]] = json.loads(read_text(self.ledger))
        return claims

    @cached_property
    def said(self) -> dict[str, Any]:
        """Read findings and quotations as the paper prints them."""
        said: dict[str, Any] = read_yaml(self.findings)
        return said

    @cached_property
    def study(self) -> Study:
        """Read the study's configuration."""
        return Study.read(self.config / "study.yml")

    @cached_property
    def codebook(self) -> dict[str, Any]:
        """Read the codebook."""
        codebook: dict[str, Any] = read_yaml(self.config / "codebook.yml")
        return codebook

    @cached_property
    def outputs(self) -> list[dict[str, Any]]:
        """Read which cross-tables the study declares."""
        outputs: list[dict[str, Any]] = read_yaml(self.config / "tables.yml").get("outputs", [])
        return outputs

    @cached_property
    def rows_of(self) -> dict[str, list[str]]:
        """Give the evidence of each claim, as row ids."""
        rows: dict[str, list[str]] = {}
        for row in read_rows(self.evidence):
            rows.setdefault(row["claim"], []).append(row["row"])
        return rows

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        """Read every base table of the tier."""
        return {path.stem: read_rows(path) for path in sorted(self.base.glob("*.csv"))}

    def of(self, name: str) -> list[Row]:
        """Read a table of the safeguarded tier; the open edition has none of them."""
        return read_rows(self.safeguarded / name) if self.safeguarded else []
