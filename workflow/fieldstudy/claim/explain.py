"""Say where one claim comes from, and write the ledger with every statement as it is asked."""

from __future__ import annotations

import argparse
import difflib
import json
import re
import textwrap
from collections.abc import Iterable
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
SQL = re.compile(r"(?:SELECT|WITH)\s")
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
        known = nearest(options.id, claims) or f"see the ids in {options.claims}"
        raise StudyError.of(options.id, f"is no claim; {known}")
    claim = claims[options.id]
    verdicts = {row["id"]: row for row in read_rows(_first(options.verdicts, "verdicts.csv"))}
    if claim.id not in verdicts:
        raise StudyError.of(claim.id, "has no verdict yet; build the study again: make paper")
    rows: dict[str, list[str]] = {}
    for row in read_rows(_first(options.evidence, "evidence.csv")):
        rows.setdefault(row["claim"], []).append(row["row"])
    parts = [
        said(claim, verdicts[claim.id]),
        computed(claim),
        listed(rows.get(claim.id, []), options.all),
        spoken(claim, rows, options.safeguarded),
        made(all_asked(claim, claims), study.record, options.safeguarded, options.all),
    ]
    told = ["\n".join(laid_out(name, text) for name, text in lines) for lines in parts if lines]
    print("\n\n".join(told))
    return 0


def nearest(name: str, known: Iterable[str]) -> str:
    """Ask whether one of the ids was meant that are spelt alike, or hold the same word.

    Examples
    --------
    >>> nearest("visits", ["areas", "visits_north"])
    "did you mean 'visits_north'?"
    """
    words = name.lower().replace("-", "_")
    near = difflib.get_close_matches(words, known, n=3)
    near += [one for one in known if words and words in one and one not in near]
    return f"did you mean {' or '.join(repr(one) for one in near[:5])}?" if near else ""


def _first(given: Path | None, name: str) -> Path:
    """Give the file named, or else that of the safeguarded tier, or of the open tier."""
    inside = SAFE / "claim" / name
    return given or (inside if inside.is_file() else OPEN / "verify" / name)


def said(claim: Claim, verdict: Row) -> list[Line]:
    """Give what a claim says, what was published, and how the two compare."""
    settled = "public record" if claim.basis == "record" else "the study's own data"
    lines = [
        (claim.id, claim.meaning),
        ("", f"section {claim.section}; settled by {settled}"),
        ("published", verdict["published"] or "nothing"),
        ("regenerated", verdict["regenerated"]),
        ("verdict", verdict["verdict"]),
        ("", verdict["reason"]),
    ]
    return [line for line in lines if line[1]]


def computed(claim: Claim) -> list[Line]:
    """Give the statements that compute a claim, or the claims on which it rests."""
    parameters = ", ".join(f"${name} = {value}" for name, value in claim.parameters.items())
    lines = [
        ("rests on", ", ".join(claim.rests_on)),
        ("against", ", ".join(claim.against)),
        ("rows by", claim.rows),
        ("where", parameters),
        ("value by", claim.value),
        *((f"or {label}", sql) for label, sql in claim.alternatives.items()),
    ]
    return [line for line in lines if line[1]]


def listed(rows: list[str], all_of_them: bool) -> list[Line]:
    """Count the rows of each table, and name the first of them, or all."""
    tables: dict[str, list[str]] = {}
    for row in rows:
        table, _, name = row.partition(":")
        tables.setdefault(table, []).append(name)
    lines = []
    for table, names in tables.items():
        shown = names if all_of_them else names[:SHOWN_ROWS]
        left = len(names) - len(shown)
        more = f", and {left} more (--all names them)" if left else ""
        lines.append(f"{len(names)} of {table}: {', '.join(shown)}{more}")
    return [("rows" if not number else "", text) for number, text in enumerate(lines)]


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
        name = "" if len(lines) > 1 else "package"
        lines += [(name, f"{RULES}/{stage}.smk; workflow/fieldstudy/{stage}/: {named}")]
    lines += [("made of", file) for file in origin.public]
    for number, row in enumerate(hashes):
        lines.append(("" if number else "raw files", f"{row['what']}: {row['sha256']}"))
    return lines + [("", "(salted SHA-256)")] * bool(hashes)


def laid_out(name: str, text: str) -> str:
    """Lay out a part of the answer: its name in the margin, SQL in its own lines, words folded."""
    if SQL.match(text):
        lines = text.splitlines()
    else:
        width = WIDTH - MARGIN
        lines = textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False)
    if len(name) >= MARGIN:
        lines.insert(0, "")
    body = f"\n{'':<{MARGIN}}".join(lines)
    return f"{name:<{MARGIN}}{body}".rstrip()


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
