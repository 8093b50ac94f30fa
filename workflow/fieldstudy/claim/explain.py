"""Say where one claim comes from, and write the ledger with every statement as it is asked."""

from __future__ import annotations

import argparse
import json
import textwrap
from dataclasses import asdict
from pathlib import Path

from fieldstudy.behind import (
    RULES,
    Sides,
    hashes_of,
    package_files,
    passages,
    stages,
    together,
    weighed,
)
from fieldstudy.claim.ledger import Claim, read_ledger
from fieldstudy.errors import StudyError
from fieldstudy.io import read_rows, write_text
from fieldstudy.study import Study

SAFE = Path("results/safeguarded")
OPEN = Path("results/open")
SHOWN_ROWS = 20
MARGIN, WIDTH = 13, 100
Line = tuple[str, str]
Row = dict[str, str]


def all_asked(claim: Claim, known: dict[str, Claim]) -> list[str]:
    """Name the tables that a claim asks, and those of every claim that it weighs."""
    import duckdb

    from fieldstudy.claim.worker import asks

    names = {claim.id: claim}
    waiting = [claim]
    while waiting:
        one = waiting.pop()
        others = [*one.rests_on, *getattr(one, "against", [])]
        found = [known[name] for name in others if name in known and name not in names]
        names |= {other.id: other for other in found}
        waiting += found
    with duckdb.connect() as database:
        return sorted({table for one in names.values() for table in asks(one.rows, database)})


def ledger_json(claims: list[Claim]) -> str:
    """Write the ledger, forms filled in, and the tables that each claim asks."""
    known = {claim.id: claim for claim in claims}
    content = [{**asdict(claim), "asks": all_asked(claim, known)} for claim in claims]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def run_ledger(options: argparse.Namespace) -> int:
    """Write every claim with its statements as they are asked; no data are read."""
    study = Study.read(options.config)
    claims = read_ledger(options.claims, study.published, study.groups)
    write_text(options.out, ledger_json(claims))
    return 0


def run_explain(options: argparse.Namespace) -> int:
    """Say in the terminal where one claim comes from."""
    study = Study.read(options.config)
    claims = {c.id: c for c in read_ledger(options.claims, study.published, study.groups)}
    if options.id not in claims:
        raise StudyError.of(options.id, f"is no claim; see the ids in {options.claims}")
    claim = claims[options.id]
    verdicts = {row["id"]: row for row in read_rows(_first(options.verdicts, "verdicts.csv"))}
    if claim.id not in verdicts:
        raise StudyError.of(claim.id, "has no verdict yet; build the study again: make paper")
    rows: dict[str, list[str]] = {}
    for row in read_rows(_first(options.evidence, "evidence.csv")):
        rows.setdefault(row["claim"], []).append(row["row"])
    lines = [
        *said(claim, verdicts[claim.id]),
        *listed("rows", rows.get(claim.id, []), options.all),
        *spoken(claim, rows, options.safeguarded),
        *made(all_asked(claim, claims), study.record, options.safeguarded, options.all),
    ]
    print("\n".join(laid_out(name, text) for name, text in lines))
    return 0


def _first(given: Path | None, name: str) -> Path:
    """Give the file named, or else that of the safeguarded tier, or of the open tier."""
    inside = SAFE / "claim" / name
    return given or (inside if inside.is_file() else OPEN / "verify" / name)


def said(claim: Claim, verdict: Row) -> list[Line]:
    """Give what a claim says, what was published, and how it was recomputed."""
    lines = [
        ("claim", claim.id),
        ("meaning", claim.meaning),
        ("basis", claim.basis),
        ("section", claim.section),
        ("published", verdict["published"] or "nothing"),
        ("regenerated", verdict["regenerated"]),
        ("verdict", verdict["verdict"]),
        ("reason", verdict["reason"]),
        ("rests on", ", ".join(claim.rests_on)),
        ("evidence", " ".join(claim.rows.split())),
        ("value", " ".join(claim.value.split())),
        *((f"or {label}", sql) for label, sql in claim.alternatives.items()),
    ]
    parameters = ", ".join(f"${name} = {value}" for name, value in claim.parameters.items())
    return [line for line in [*lines, ("where", parameters)] if line[1]]


def listed(name: str, rows: list[str], all_of_them: bool) -> list[Line]:
    """Count rows, and name the first of them, or all."""
    shown = rows if all_of_them else rows[:SHOWN_ROWS]
    left = len(rows) - len(shown)
    more = [("", f"and {left} more; --all names them")] if left else []
    return [(name, str(len(rows))), *(("", row) for row in shown), *more]


def spoken(claim: Claim, rows: dict[str, list[str]], safeguarded: Path) -> list[Line]:
    """Give the passages for and against, where this tier holds them."""
    coded = safeguarded / "code" / "segments.csv"
    where = safeguarded / "anonymise" / "interviews.csv"
    if not (coded.is_file() and where.is_file()):
        return []
    areas = {row["interview"]: row["area"] for row in read_rows(where)}
    segments = read_rows(coded)

    def sides_of(name: str) -> Sides[Row]:
        return passages(rows.get(name, []), segments, areas)

    contrary = getattr(claim, "against", [])
    weighs = bool(claim.rests_on or contrary)
    sides = weighed(claim.rests_on, contrary, sides_of) if weighs else sides_of(claim.id)
    lines: list[Line] = []
    for name, side in zip(("for", "against"), sides, strict=True):
        words = [f"Interview {r['interview']}, turn {r['turn']}: “{r['text']}”" for r in side]
        lines += [(name if not number else "", text) for number, text in enumerate(words)]
    return lines


def made(tables: list[str], record: Path, safeguarded: Path, all_files: bool) -> list[Line]:
    """Name the rules, package files and raw files behind a claim."""
    origin = together(tables, record)
    raw = safeguarded / "ingest" / "hashes.csv"
    hashes = hashes_of(origin.raw, read_rows(raw)) if raw.is_file() else []
    lines = [("rules", ", ".join(origin.rules))]
    for stage in stages(origin.rules):
        files = package_files(stage)
        named = ", ".join(files) if all_files else f"{len(files)} files"
        lines += [("package", f"{RULES}/{stage}.smk; workflow/fieldstudy/{stage}/: {named}")]
    lines += [("made of", file) for file in origin.public]
    return lines + [("raw file", f"{row['what']:<22} {row['sha256']}") for row in hashes]


def laid_out(name: str, text: str) -> str:
    """Lay out a line of the answer, its name in the margin."""
    wrapped = textwrap.wrap(text, WIDTH - MARGIN, break_on_hyphens=False, break_long_words=False)
    body = f"\n{'':<{MARGIN}}".join(wrapped)
    return f"{name:<{MARGIN}}{text if name == 'raw file' else body}"


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser], shared: object) -> None:
    """Describe the verbs ``explain`` and ``ledger``."""
    parents = [shared] if isinstance(shared, argparse.ArgumentParser) else []
    one = verbs.add_parser("explain", parents=parents, help=run_explain.__doc__)
    one.add_argument("id")
    one.add_argument("--verdicts", type=Path, help="else of the safeguarded or the open tier")
    one.add_argument("--evidence", type=Path, help="else of the safeguarded or the open tier")
    one.add_argument("--safeguarded", type=Path, default=SAFE, help="for passages and hashes")
    one.add_argument("--all", action="store_true", help="name every row and package file")
    one.set_defaults(run=run_explain)
    two = verbs.add_parser("ledger", parents=parents, help=run_ledger.__doc__)
    two.add_argument("--out", type=Path, default=OPEN / "verify/ledger.json")
    two.set_defaults(run=run_ledger)
