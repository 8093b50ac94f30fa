"""A verdict compares what was recomputed with what was published, and explains nothing away."""

from pathlib import Path

import pytest

from fieldstudy.claim.evaluate import Evaluated, evaluate, findings
from fieldstudy.claim.ledger import read_ledger
from fieldstudy.claim.query import Base
from fieldstudy.errors import StudyError
from fieldstudy.study import Group

GROUPS = {
    "all": Group("areas"),
    "vru": Group("areas with a unit", "group", "vru"),
    "non-vru": Group("areas without a unit", "group", "non-vru"),
}
FORM = """
forms:
  affirming:
    basis: study
    format: areas
    rows: 'SELECT row, area, stance FROM findings WHERE code = $code AND {group}'
    value: >
      SELECT count(*) FILTER (stance = 'affirms') AS affirm,
             count(*) FILTER (stance = 'denies') AS deny, count(*) AS total FROM rows
claims:
"""
POPULATION = """
  - id: population
    meaning: people
    section: numbers
    basis: record
    format: millions
    rows: 'SELECT row, vintage, people FROM population'
    value: "SELECT sum(people::INT) FILTER (vintage = 'mid-2020') AS value FROM rows"
    alternatives: {mid-2019: "SELECT sum(people::INT) FILTER (vintage = 'mid-2019') AS value FROM rows"}
"""
PARTNERSHIPS = """
  - id: partnerships
    meaning: partnerships
    section: numbers
    basis: record
    format: digits
    any_of: 'yes'
    rows: 'SELECT row, vintage, n AS figure FROM partnerships'
    value: 'SELECT max(figure::INT) AS value FROM rows'
"""
BOARDS = "  - {id: boards, form: affirming, meaning: m, section: s, code: boards, group: vru}\n"
OFFICES = (
    "  - {id: offices, form: affirming, meaning: m, section: s, code: offices, group: non-vru}\n"
)
FINDINGS = """row,area,group,code,stance
f1,A,non-vru,boards,silent
f2,B,vru,boards,affirms
f3,C,vru,boards,affirms
f4,A,non-vru,offices,denies
f5,D,non-vru,offices,affirms
f6,E,non-vru,offices,silent
"""


def run(folder: Path, claims: str, published: str, synthetic: bool = True) -> Evaluated:
    """Evaluate a small ledger over small base tables."""
    (folder / "base").mkdir(exist_ok=True)
    tables = {
        "findings": FINDINGS,
        "population": "row,vintage,people\np1,mid-2020,4865583\np2,mid-2019,4835928\n",
        "partnerships": "row,vintage,n\nc1,2016,315\nc2,2024,314\n",
    }
    for name, text in tables.items():
        (folder / "base" / f"{name}.csv").write_text(text)
    (folder / "claims.yml").write_text(FORM + claims)
    (folder / "published.yml").write_text("claims:\n" + published)
    ledger = read_ledger(folder / "claims.yml", folder / "published.yml", GROUPS)
    return evaluate(ledger, Base([folder / "base"], []), synthetic)


def test_a_figure_that_only_truncation_or_another_vintage_makes_true_rounds_differently(
    tmp_path: Path,
) -> None:
    verdict = run(tmp_path, POPULATION, '  - {id: population, printed: "4.8 million"}').verdicts
    assert verdict["population"].verdict == "rounds differently"
    assert "truncation" in verdict["population"].reason
    assert "mid-2019 (4,835,928)" in verdict["population"].reason


def test_a_figure_in_no_vintage_is_unsupported(tmp_path: Path) -> None:
    verdict = run(tmp_path, PARTNERSHIPS, '  - {id: partnerships, printed: "322"}').verdicts
    assert verdict["partnerships"].verdict == "unsupported"
    assert "315 (2016) and 314 (2024)" in verdict["partnerships"].reason


def test_a_study_claim_on_stand_in_data_is_never_said_to_hold(tmp_path: Path) -> None:
    both = '  - {id: boards, quantifier: both, k: "2", n: "2"}'
    assert run(tmp_path, BOARDS, both).verdicts["boards"].verdict == "consistent with the stand-in"
    assert run(tmp_path, BOARDS, both, synthetic=False).verdicts["boards"].verdict == "holds"


def test_an_area_more_or_less_differs(tmp_path: Path) -> None:
    two = '  - {id: offices, quantifier: one, k: "2", n: "3"}'
    verdict = run(tmp_path, OFFICES, two).verdicts["offices"]
    assert verdict.verdict == "differs"
    assert verdict.reason.startswith("1 of 3 areas without a unit affirm, 1 deny, 1 silent")


def test_the_same_area_where_another_was_published_differs(tmp_path: Path) -> None:
    other = BOARDS.replace("boards", "desks").replace("code: desks", "code: boards")
    published = (
        '  - {id: boards, quantifier: both, k: "2", n: "2"}\n'
        '  - {id: desks, quantifier: both, k: "2", n: "2", differs_from: boards}'
    )
    assert run(tmp_path, BOARDS + other, published).verdicts["desks"].verdict == "differs"


def test_the_words_follow_the_count(tmp_path: Path) -> None:
    words = findings(run(tmp_path, BOARDS + OFFICES, "  []"))
    assert words["boards"]["Words"] == '[Both areas with a unit]{.finding claim="boards"}'
    assert words["offices"]["words"].startswith("[one of the three areas without a unit]")


def test_a_table_that_the_tier_lacks_leaves_the_claim_confidential(tmp_path: Path) -> None:
    hidden = BOARDS.replace("form: affirming", "form: affirming, rows: 'SELECT row FROM voices'")
    assert run(tmp_path, hidden, "  []").verdicts["boards"].verdict == "confidential"


def test_claims_that_rest_on_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    circle = (
        "  - {id: a, meaning: m, section: s, basis: study, format: judgement, rests_on: [b]}\n"
        "  - {id: b, meaning: m, section: s, basis: study, format: judgement, rests_on: [a]}\n"
    )
    with pytest.raises(StudyError, match="claims: a: rests on itself"):
        run(tmp_path, circle, "  []")


def test_something_published_without_a_claim_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="forgotten: is not in"):
        run(tmp_path, BOARDS, '  - {id: forgotten, printed: "3"}')


def test_a_value_that_asks_more_than_its_evidence_is_refused(tmp_path: Path) -> None:
    greedy = PARTNERSHIPS.replace("FROM rows", "FROM partnerships")
    with pytest.raises(StudyError, match="only the claim's own rows"):
        run(tmp_path, greedy, "  []")
