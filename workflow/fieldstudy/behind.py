"""Say what stands behind a claim: its cells and passages, the rules, package files and raw files.

It names places only: a raw file by what it is to the study, never by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

PACKAGE = Path(__file__).parent
RULES = "workflow/rules"
# A claim on more statements than this speaks of the matrix, and no passage is for or against it.
FEW_CODES = 12
Row = dict[str, str]
Said = TypeVar("Said")
Sides = tuple[list[Said], list[Said]]


@dataclass(frozen=True)
class Origin:
    """What a base table is made by and of.

    Parameters
    ----------
    rules
        Names of the rules, in the order in which they run.
    raw
        What raw files are to the study: ``interview``, ``codings``, ``gold``, ``table areas``.
    public
        Files of the repository that it is made of: the codebook, a table of the public record.
    """

    rules: tuple[str, ...]
    raw: tuple[str, ...] = ()
    public: tuple[str, ...] = ()


MASKED = (
    *("ingest_transcripts", "ingest_table"),
    *("anonymise_find", "anonymise_number", "anonymise_mask", "anonymise_join"),
)
WHO = ("table areas", "table participants", "table register", "table decisions")
CODED = (*MASKED, "ingest_codings", "anonymise_codings", "anonymise_table", "code_segments")
CODES = ("interview", "codings", *WHO, "table adjudications")
PEOPLE = ("ingest_table", "anonymise_people")
MEASURED = (*MASKED, "anonymise_measure")
OWN: dict[str, Origin] = {
    "areas": Origin(PEOPLE, ("table areas",)),
    "interviews": Origin(PEOPLE, ("table areas",)),
    "participants": Origin(PEOPLE, ("table participants",)),
    "corpus": Origin(MASKED, ("interview", *WHO)),
    "agreement": Origin(CODED, CODES, ("config/codebook.yml",)),
    "disagreements": Origin(CODED, CODES, ("config/codebook.yml",)),
    "findings": Origin((*CODED, "code_matrix"), CODES, ("config/codebook.yml",)),
    "voices": Origin((*CODED, "code_matrix"), CODES, ("config/codebook.yml",)),
    "codes": Origin((), (), ("config/codebook.yml",)),
    "recall": Origin(MEASURED, ("interview", *WHO, "gold")),
    "masking": Origin(MEASURED, ("interview", *WHO)),
}
LEDGER = ("claims", "verdicts")


def origin(table: str, record: Path) -> Origin:
    """Give the origin of a base table; one of neither the study nor the record is an instrument.

    Examples
    --------
    >>> origin("visits", Path("data/record")).raw
    ('table visits', 'table areas')
    """
    if table in LEDGER:
        return Origin(("claim_evaluate",), (), ("config/claims.yml",))
    made = OWN.get(table)
    if made is None and (record / f"{table}.csv").is_file():
        made = Origin((), (), (f"{record.as_posix()}/{table}.csv",))
    if made is None:
        made = Origin(("ingest_table", "anonymise_table"), (f"table {table}", "table areas"))
    return Origin((*made.rules, "tabulate_base", "claim_evaluate"), made.raw, made.public)


def together(tables: Iterable[str], record: Path) -> Origin:
    """Give the origin of what rests on several tables, nothing named twice."""
    origins = [origin(table, record) for table in tables] or [Origin(("claim_evaluate",))]
    last = ("tabulate_base", "claim_evaluate")
    rules = dict.fromkeys(rule for one in origins for rule in one.rules)
    ordered = [rule for rule in rules if rule not in last] + [r for r in last if r in rules]
    return Origin(
        tuple(ordered),
        tuple(dict.fromkeys(raw for one in origins for raw in one.raw)),
        tuple(dict.fromkeys(file for one in origins for file in one.public)),
    )


def stages(rules: Iterable[str]) -> list[str]:
    """Name the stages of rules, in their order; a rule begins with its stage's name."""
    return list(dict.fromkeys(rule.partition("_")[0] for rule in rules))


@cache
def package_files(stage: str) -> tuple[str, ...]:
    """Name the modules of a stage, relative to its folder."""
    folder = PACKAGE / stage
    return tuple(path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.py")))


def hashes_of(raw: Sequence[str], hashes: Iterable[Row]) -> list[Row]:
    """Pick the salted hashes of raw files, by what they are to the study."""
    return [
        row
        for row in hashes
        if any(row["what"] == name or row["what"].startswith(f"{name} ") for name in raw)
    ]


def cells(rows: Iterable[str]) -> set[tuple[str, str]]:
    """Give the cells (area, code) of the framework matrix among the rows of a claim's evidence.

    Examples
    --------
    >>> cells(["findings:Area A:staffing", "visits:V-001"])
    {('Area A', 'staffing')}
    """
    parts = (row.split(":") for row in rows)
    found = {(part[1], part[2]) for part in parts if part[0] == "findings" and len(part) == 3}
    return found if len({code for _, code in found}) <= FEW_CODES else set()


def passages(
    rows: Iterable[str], segments: Iterable[Row], areas: dict[str, str]
) -> tuple[list[Row], list[Row]]:
    """Give the coded passages for and against a claim, by the cells that it rests on.

    Parameters
    ----------
    rows
        Row ids of the claim's evidence.
    segments
        The adjudicated coding.
    areas
        The area of each interview.
    """
    wanted = cells(rows)
    found = [row for row in segments if (areas.get(row["interview"]), row["code"]) in wanted]
    return (
        [row for row in found if row["stance"] == "affirms"],
        [row for row in found if row["stance"] == "denies"],
    )


def weighed(
    rests_on: Iterable[str], against: Iterable[str], sides: Callable[[str], Sides[Said]]
) -> Sides[Said]:
    """Give what is said for and against a judgement.

    For it speaks what is said for the claims that it rests on, and against those that stand against
    it; the other way round, the same speaks against it.

    Examples
    --------
    >>> weighed(["a"], ["b"], {"a": ([1], [2]), "b": ([3], [4])}.__getitem__)
    ([1, 4], [2, 3])
    """
    found: Sides[Said] = ([], [])
    turned = [(name, (0, 1)) for name in rests_on] + [(name, (1, 0)) for name in against]
    for name, places in turned:
        for place, side in zip(places, sides(name), strict=True):
            found[place].extend(said for said in side if said not in found[place])
    return found
