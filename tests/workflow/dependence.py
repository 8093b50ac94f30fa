"""The ledger evaluated on edited base tables of a built study, without building it again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fieldstudy.claim.evaluate import Evaluated, evaluate
from fieldstudy.claim.ledger import read_ledger
from fieldstudy.claim.query import Base
from fieldstudy.study import Study

Row = dict[str, str]
Tables = dict[str, list[Row]]
Said = dict[str, tuple[str, str, str]]
EVALUATED = ("outcome study done", "outcome study planned", "trial under way")
UNSETTLED = ("unsupported", "judgement", "confidential")


@dataclass(frozen=True)
class BuiltStudy:
    """A built study's ledger and base tables."""

    root: Path
    tables: Tables

    def evaluated(self, tables: Tables, scratch: Path) -> Evaluated:
        """Evaluate the ledger on these tables."""
        for name, rows in tables.items():
            with (scratch / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, list(self.tables[name][0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        study = Study.read(self.root / "config/study.yml")
        published = self.root / study.published
        claims = read_ledger(self.root / "config/claims.yml", published, study.groups)
        base = Base([scratch], [(claim.id, claim.kind, claim.basis) for claim in claims])
        return evaluate(claims, base, study.synthetic)


def read(root: Path) -> BuiltStudy:
    """Read the base tables of a built study."""
    folder = root / "results/safeguarded/tabulate/base"
    tables: Tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as rows:
            tables[path.stem] = list(csv.DictReader(rows))
    return BuiltStudy(root, tables)


def edited(tables: Tables, table: str, change: Callable[[Row], object], picks: str = "") -> Tables:
    """Give the tables with the rows of one changed whose id matches."""
    made = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for row in made[table]:
        if re.search(picks, row["row"]):
            change(row)
    return made


def without(tables: Tables, table: str, at: int) -> Tables:
    """Give the tables with one row of one table left out."""
    return {**tables, table: tables[table][:at] + tables[table][at + 1 :]}


def said(evaluated: Evaluated) -> Said:
    """Give what each claim says: its words, its verdict and the reason."""
    return {
        name: (
            evaluated.results[name].words if name in evaluated.results else "",
            verdict.verdict,
            verdict.reason,
        )
        for name, verdict in evaluated.verdicts.items()
    }


def changed(before: Said, after: Said) -> set[str]:
    """Name the claims that say something else."""
    return {name for name in before if before[name] != after[name]}


def counted(tables: Tables) -> dict[str, object]:
    """Count, in Python alone, what the claims on audit, areas and people are said to count."""
    audit, people = tables["interventions"], tables["participants"]
    vru = [row for row in audit if row["group"] == "vru"]
    other = [row for row in audit if row["group"] == "non-vru"]
    tested = [row for row in audit if row["evaluation"] in EVALUATED]

    def share(column: str, value: str) -> tuple[int, int]:
        return sum(row[column] == value for row in audit), len(audit)

    def office(*values: str) -> int:
        return sum(row["role_class"] in values for row in people)

    return {
        "interventions": len(audit),
        "interventions_vru": share("group", "vru"),
        "interventions_partners": share("target_group", "partners"),
        "interventions_justice": share("target_group", "justice"),
        "interventions_primary": share("level", "primary"),
        "interventions_secondary": share("level", "secondary"),
        "interventions_tertiary": share("level", "tertiary"),
        "interventions_unit_grant": share("funding", "Home Office unit grant"),
        "interventions_evaluated": (len(tested), len(audit)),
        "interventions_evaluated_vru": (len([r for r in tested if r in vru]), len(vru)),
        "interventions_evaluated_non_vru": (len([r for r in tested if r in other]), len(other)),
        "participants": len(people),
        "participants_police": office("police"),
        "participants_opcc": office("commissioner's office"),
        "participants_other": office("unit, council or health"),
        "participants_police_opcc": (office("police", "commissioner's office"), len(people)),
        "areas": len(tables["areas"]),
        "areas_vru": sum(row["group"] == "vru" for row in tables["areas"]),
        "areas_non_vru": sum(row["group"] == "non-vru" for row in tables["areas"]),
        "urban_areas": (
            sum(row["large_town"] == "yes" for row in tables["areas"]),
            len(tables["areas"]),
        ),
    }


def printed(value: object) -> object:
    """Give what of a count a share prints: its part, and the whole per cents."""
    if not isinstance(value, tuple):
        return value
    part, whole = value
    return part, (200 * part + whole) // (2 * whole)


def moved(old: dict[str, object], new: dict[str, object]) -> tuple[set[str], set[str]]:
    """Name the counts that must be said otherwise, and those that may: a whole can change unseen."""
    must = {name for name in old if printed(old[name]) != printed(new[name])}
    return must, {name for name in old if old[name] != new[name]}


def about_verdicts(evaluated: Evaluated) -> dict[str, int]:
    """Count, in Python alone, what the claims about verdicts are said to count."""
    late = ("verdicts_", "claims_")
    rows = [
        (result.claim.basis, evaluated.verdicts[name].verdict)
        for name, result in evaluated.results.items()
        if not name.startswith(late)
    ]
    return {
        "verdicts_record_hold": rows.count(("record", "holds")),
        "verdicts_record_fail": sum(
            basis == "record" and verdict in ("rounds differently", "differs", "unsupported")
            for basis, verdict in rows
        ),
        "verdicts_study": sum(
            basis == "study" and verdict not in ("not published", "judgement")
            for basis, verdict in rows
        ),
        "claims_published": sum(verdict != "not published" for _, verdict in rows),
        "claims_not_checked": sum(verdict in UNSETTLED for _, verdict in rows),
        "claims_standin": sum(verdict == "consistent with the stand-in" for _, verdict in rows),
    }
