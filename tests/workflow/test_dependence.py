"""A row that changes changes the claims that rest on it, and no other."""

import csv
import io
import json
import random
from pathlib import Path

import pytest
from building import Build
from dependence import (
    BuiltStudy,
    Said,
    about_verdicts,
    changed,
    counted,
    edited,
    moved,
    read,
    said,
    without,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

RECORD = {"verdicts_record_hold", "verdicts_record_fail"}
# Table, a row of it, a column, another value, and every claim that says something else for it.
EDITS = [
    (
        "areas",
        "Area A",
        "large_town",
        "yes",
        {"urban_areas", "resource_intensive", "claims_standin"},
    ),
    (
        *("interviews", ":4$", "area", "Area A"),
        {"violence_sidelined", "weak_commitment", "willing_undirected", "claims_standin"}
        | {"old_problems_remain"},
    ),
    (
        *("participants", "Participant 1$", "role_class", "police"),
        {"participants_police", "participants_other", "participants_police_opcc"},
    ),
    (
        *("findings", "Area C:governance", "stance", "silent"),
        {"governance", "cells_affirmed", "cells_silent", "claims_standin", "two_tiers"},
    ),
    (
        *("findings", "Area D:still_learning", "stance", "silent"),
        {"still_learning", "cells_denied", "cells_silent", "codes_one_area", "old_problems_remain"},
    ),
    (
        *("voices", ":4:willing_undirected", "stance", "silent"),
        {"willing_undirected", "claims_standin"},
    ),
    (
        *("interventions", "I-001", "target_group", "justice"),
        {"interventions_justice", "interventions_partners", "claims_standin"},
    ),
    ("interventions", "I-001", "setting", "school", set()),
    ("codes", "needs_assessment", "theme", "Another", {"themes"}),
    ("agreement", ":all$", "alpha", "0.5", {"agreement_alpha"}),
    ("disagreements", "budgets:1", "decision", "undecided", {"disagreements_undecided"}),
    ("recall", ":all$", "recall", "0.5", {"recall"}),
    ("masking", "mentions masked", "value", "1", {"masked"}),
    ("corpus", ":1$", "words", "1", {"corpus_words"}),
    ("feedback", "F-01", "kind", "corrected", {"feedback_corrected"}),
    (
        "population",
        "mid-2020:E23000018",
        "people",
        "1",
        {"population", "population_share"} | RECORD,
    ),
    (
        *("units", "E23000018", "funded_2019_to_2022", "yes"),
        {"vru_areas_in_region", "vru_areas_national"} | RECORD,
    ),
    (
        *("knife_offences", "E23000018", "offences", "1"),
        {"knife_region", "knife_offences_outside_units"},
    ),
    (
        *("partnerships", "2024", "partnerships", "322"),
        {"community_safety_partnerships", "claims_not_checked"} | RECORD,
    ),
    ("statute", "duty$", "place", "Part 1, Chapter 1, section 8", {"statute_place"} | RECORD),
    ("duty_holders", "police", "holder", "mayors", {"duty_holders"} | RECORD),
    ("sources", "population", "what", "Something else", set()),
]


@pytest.fixture(scope="session")
def study(built: Build) -> BuiltStudy:
    return read(built.folder)


@pytest.fixture(scope="session")
def before(study: BuiltStudy, tmp_path_factory: pytest.TempPathFactory) -> Said:
    return said(study.evaluated(study.tables, tmp_path_factory.mktemp("before")))


def test_a_row_of_every_base_table_is_edited(study: BuiltStudy) -> None:
    unasked = {"shares", "comparisons", "rates"}  # an appendix's own, made of the others
    assert {edit[0] for edit in EDITS} == set(study.tables) - unasked


@pytest.mark.parametrize(
    ("table", "picks", "column", "value", "claims"), EDITS, ids=[f"{e[0]}-{e[2]}" for e in EDITS]
)
def test_an_edited_row_changes_exactly_the_claims_that_rest_on_it(
    study: BuiltStudy,
    before: Said,
    tmp_path: Path,
    table: str,
    picks: str,
    column: str,
    value: str,
    claims: set[str],
) -> None:
    tables = edited(study.tables, table, lambda row: row.update({column: value}), picks)
    assert sum(new != old for new, old in zip(tables[table], study.tables[table], strict=True)) == 1
    assert changed(before, said(study.evaluated(tables, tmp_path))) == claims


FUZZED = ("interventions", "areas", "participants")
VALUES = {
    "group": ["vru", "non-vru"],
    "target_group": ["partners", "justice"],
    "level": ["primary", "secondary", "tertiary"],
    "funding": ["Home Office unit grant", "local authority"],
    "evaluation": ["none", "trial under way", "outcome study done"],
    "role_class": ["police", "commissioner's office", "unit, council or health"],
    "large_town": ["yes", "no"],
}


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, str, str]:
    """Draw a table, a row by its number, a column and its new value; no column leaves the row out."""
    table = draw(st.sampled_from(FUZZED))
    columns = {
        "interventions": ["", "group", "target_group", "level", "funding", "evaluation", "start"],
        "areas": ["group", "large_town"],
        "participants": ["", "role_class", "role"],
    }
    column = draw(st.sampled_from(columns[table]))
    value = draw(st.sampled_from(VALUES.get(column, ["Something else"])))
    return table, draw(st.integers(0, 200)), column, value


@pytest.mark.slow
@given(edits())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_edited_row_changes_exactly_what_counting_by_hand_says(
    study: BuiltStudy,
    before: Said,
    tmp_path_factory: pytest.TempPathFactory,
    edit: tuple[str, int, str, str],
) -> None:
    table, number, column, value = edit
    at = number % len(study.tables[table])
    if column:
        row = study.tables[table][at]["row"]
        tables = edited(study.tables, table, lambda r: r.update({column: value}), f"^{row}$")
    else:
        tables = without(study.tables, table, at)
    evaluated = study.evaluated(tables, tmp_path_factory.mktemp("edit"))
    after = said(evaluated)
    must, may = moved(counted(study.tables), counted(tables))
    late = {name for name in before if name.startswith(("verdicts_", "claims_"))}
    resting = {  # claims that ask which areas have a large town, and judgements
        *({"resource_intensive"} if (table, column) == ("areas", "large_town") else ()),
        *(name for name in before if before[name][1] == "judgement"),
    }
    assert must <= changed(before, after) - late - resting <= may
    for name, count in about_verdicts(evaluated).items():
        assert int(evaluated.results[name].row["value"]) == count, name


# Raw tables, and what their rows may be changed to.
RAW = {
    "interventions": {
        "area": ["Ormesvale", "Dunmarsh", "Tarnleigh", "Brackwater"],
        "level": VALUES["level"],
        "target_group": VALUES["target_group"],
        "funding": VALUES["funding"],
        "evaluation": VALUES["evaluation"],
    },
    "participants": {"role_class": VALUES["role_class"]},
    "areas": {"large_town": VALUES["large_town"]},
    "feedback": {"kind": ["confirmed", "corrected"]},
}


def edited_raw(text: str, column: str, values: list[str], draw: random.Random) -> str:
    """Change one column of one row of a raw table, drawn at random, to another value."""
    rows = list(csv.DictReader(io.StringIO(text)))
    row = draw.choice([row for row in rows if set(values) - {row[column]}])
    row[column] = draw.choice(sorted(set(values) - {row[column]}))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def told(folder: Path) -> Said:
    """Give what each claim of a build says."""
    with (folder / "results/safeguarded/claim/verdicts.csv").open(encoding="utf-8") as rows:
        return {
            row["id"]: (row["regenerated"], row["verdict"], row["reason"])
            for row in csv.DictReader(rows)
        }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_any_edited_raw_row_changes_exactly_what_rests_on_it(
    study: BuiltStudy, again: Build, seed: int
) -> None:
    draw = random.Random(seed)
    table = sorted(RAW)[seed]
    column = draw.choice(sorted(RAW[table]))
    again.edit(
        f"data/standin/{table}.csv", lambda text: edited_raw(text, column, RAW[table][column], draw)
    )
    done = again.run("--", "results/safeguarded/claim/verdicts.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    other = changed(told(study.root), told(again.folder))
    tables = read(again.folder).tables
    other_tables = {name for name in tables if tables[name] != study.tables[name]}
    ledger = json.loads((study.root / "results/open/verify/ledger.json").read_text())
    asked = {claim["id"]: set(claim["asks"]) for claim in ledger}
    late = {name for name in asked if name.startswith(("verdicts_", "claims_"))}
    assert [name for name in other - late if not asked[name] & other_tables] == []
    must, may = moved(counted(study.tables), counted(tables))
    assert must <= other & set(counted(tables)) <= may
