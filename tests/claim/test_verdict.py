"""A verdict compares what was recomputed with what was published, and explains nothing away."""

import re
from pathlib import Path

import pytest

from fieldstudy.claim.cli import unjoined
from fieldstudy.claim.evaluate import Evaluated, evaluate, findings
from fieldstudy.claim.ledger import read_ledger
from fieldstudy.claim.query import Base
from fieldstudy.claim.verdict import Verdict
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
    names_areas: 'yes'
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


def run(
    folder: Path,
    claims: str,
    published: str,
    synthetic: bool = True,
    findings_table: str = FINDINGS,
) -> Evaluated:
    """Evaluate a small ledger over small base tables."""
    (folder / "base").mkdir(exist_ok=True)
    tables = {
        "findings": findings_table,
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
    two = '  - {id: offices, quantifier: two of three, k: "2", n: "3"}'
    verdict = run(tmp_path, OFFICES, two).verdicts["offices"]
    assert verdict.verdict == "differs"
    assert verdict.reason.startswith(
        "1 of 3 areas without a unit affirm (D), 1 deny (A), 1 silent (E)"
    )


def test_the_same_area_where_another_was_published_differs(tmp_path: Path) -> None:
    other = BOARDS.replace("boards", "desks").replace("code: desks", "code: boards")
    published = (
        '  - {id: boards, quantifier: both, k: "2", n: "2"}\n'
        '  - {id: desks, quantifier: both, k: "2", n: "2", differs_from: boards}'
    )
    assert run(tmp_path, BOARDS + other, published).verdicts["desks"].verdict == "differs"


def test_no_area_is_named_beside_a_quotation(tmp_path: Path) -> None:
    run(tmp_path, BOARDS + OFFICES, "  []")
    ledger = read_ledger(tmp_path / "claims.yml", tmp_path / "published.yml", GROUPS)
    assert [claim.names_areas for claim in ledger] == [True, True]
    assert [claim.names_areas for claim in unjoined(ledger, [{"code": "offices"}])] == [True, False]


def test_the_words_follow_the_count(tmp_path: Path) -> None:
    words = findings(run(tmp_path, BOARDS + OFFICES, "  []"))
    assert words["boards"]["Words"] == '[Both areas with a unit]{.finding claim="boards"}'
    assert words["offices"]["words"].startswith("[one of the three areas without a unit]")


def test_a_table_that_the_tier_lacks_leaves_the_claim_confidential(tmp_path: Path) -> None:
    hidden = BOARDS.replace("form: affirming", "form: affirming, rows: 'SELECT row FROM voices'")
    assert run(tmp_path, hidden, "  []").verdicts["boards"].verdict == "confidential"


VOICED = BOARDS.replace("boards", "voiced").replace(
    "form: affirming",
    "form: affirming, rows: 'SELECT v.row FROM voices v JOIN findings USING (area)'",
)


def test_a_table_that_the_tier_lacks_is_told_beside_one_that_it_holds(tmp_path: Path) -> None:
    verdict = run(tmp_path, VOICED, "  []").verdicts["voiced"]
    assert verdict.reason == "Rests on voices, which this tier does not hold."


def test_what_rests_on_a_confidential_claim_is_confidential(tmp_path: Path) -> None:
    weighing = (
        "  - {id: weighing, meaning: m, section: s, basis: study, format: judgement,"
        " rests_on: [boards, voiced]}\n"
    )
    published = '  - {id: boards, quantifier: both, k: "2", n: "2", differs_from: voiced}'
    evaluated = run(tmp_path, BOARDS + VOICED + weighing, published)
    assert {name: v.verdict for name, v in evaluated.verdicts.items()} == dict.fromkeys(
        ("boards", "voiced", "weighing"), "confidential"
    )
    assert evaluated.results == {}


def test_claims_that_rest_on_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    circle = (
        "  - {id: a, meaning: m, section: s, basis: study, format: judgement, rests_on: [b]}\n"
        "  - {id: b, meaning: m, section: s, basis: study, format: judgement, rests_on: [a]}\n"
    )
    with pytest.raises(StudyError, match="claims: a: rests on itself"):
        run(tmp_path, circle, "  []")


def verdict_of(folder: Path, published: str, stances: str = "") -> Verdict:
    """Judge the claim ``offices`` on areas A, D and E, as published."""
    rows = FINDINGS
    for area, stance in zip("ADE", stances.split(), strict=False):
        rows = re.sub(rf"(,{area},non-vru,offices,)\w+", rf"\g<1>{stance}", rows)
    return run(folder, OFFICES, f"  - {{id: offices, {published}}}", findings_table=rows).verdicts[
        "offices"
    ]


ALL = "affirms affirms affirms"
NONE = "denies denies denies"


@pytest.mark.parametrize(
    ("published", "stances", "verdict"),
    [
        ("quantifier: all", ALL, "consistent with the stand-in"),
        ("quantifier: all", "affirms affirms silent", "differs"),
        ("quantifier: none", NONE, "consistent with the stand-in"),
        ("quantifier: none", "denies denies silent", "differs"),
        ("quantifier: one", "silent affirms denies", "consistent with the stand-in"),
        ("quantifier: one", "affirms affirms denies", "differs"),
        ("quantifier: most", "affirms affirms denies", "consistent with the stand-in"),
        ("quantifier: most", "affirms silent denies", "differs"),
        ("quantifier: often, at_least: '2'", ALL, "consistent with the stand-in"),
        ("quantifier: some", "silent silent denies", "differs"),
        ("quantifier: two of three", "affirms affirms denies", "consistent with the stand-in"),
        ("quantifier: two of three", ALL, "differs"),
        ("quantifier: both", ALL, "differs"),
    ],
)
def test_a_quantifier_is_true_of_its_count_alone(
    tmp_path: Path, published: str, stances: str, verdict: str
) -> None:
    assert verdict_of(tmp_path, published, stances).verdict == verdict


def test_none_is_not_made_true_by_silence_and_the_reason_says_so(tmp_path: Path) -> None:
    reason = verdict_of(tmp_path, "quantifier: none", "denies silent silent").reason
    assert "silence is no denial" in reason


def test_the_reason_names_the_areas_that_differ(tmp_path: Path) -> None:
    reason = verdict_of(tmp_path, "quantifier: all", "affirms denies silent").reason
    assert reason.startswith(
        "1 of 3 areas without a unit affirm (A), 1 deny (D), 1 silent (E); published as all"
    )


def test_areas_are_not_named_beside_interviews(tmp_path: Path) -> None:
    spoken = OFFICES.replace("form: affirming", "form: affirming, names_areas: 'no'")
    reason = run(tmp_path, spoken, "  - {id: offices, quantifier: all}").verdicts["offices"].reason
    assert reason.startswith("1 of 3 areas without a unit affirm, 1 deny, 1 silent; published")


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("quantifier: every", "'every' is not a quantifier; allowed: all, both"),
        ("quantifier: all, k: '2', n: '3'", "asks for a k of 3, not 2"),
        ("quantifier: both, k: '2', n: '3'", "'both' is of two"),
        ("quantifier: none, k: '1', n: '3'", "asks for a k of 0"),
        ("quantifier: often", "needs 'at_least'"),
        ("quantifier: most, at_least: '2', n: '5'", "begins above half"),
        ("quantifier: four of five, k: '3', n: '5'", "does not go with"),
        ("quantifier: some, at_least: '4', n: '3'", "counts more than the 3"),
    ],
)
def test_a_quantifier_that_contradicts_its_counts_is_refused(
    tmp_path: Path, published: str, said: str
) -> None:
    with pytest.raises(StudyError, match=re.escape(said)):
        verdict_of(tmp_path, published)


COMPARING = """
  - id: boards
    form: affirming
    meaning: m
    section: s
    format: comparison
    code: boards
    group: vru
    compare: non-vru
    rows: 'SELECT row, area, stance, {group} AS own FROM findings WHERE code = $code'
    value: >
      SELECT count(*) FILTER (stance = 'affirms' AND own) AS affirm, count(*) FILTER (own) AS total,
             count(*) FILTER (stance = 'denies' AND own) AS deny,
             count(*) FILTER (stance = 'affirms' AND NOT own) AS affirm_compared,
             count(*) FILTER (stance = 'denies' AND NOT own) AS deny_compared,
             count(*) FILTER (NOT own) AS total_compared FROM rows
"""


def test_a_comparison_says_silence_as_silence_and_names_who_affirms(tmp_path: Path) -> None:
    made = run(tmp_path, COMPARING, "  - {id: boards, quantifier: comparison}")
    assert made.results["boards"].words == (
        "both areas with a unit, against none of the one areas without a unit (none raised it)"
    )
    assert "Affirmed by B and C, against no area." in made.verdicts["boards"].reason


def test_a_comparison_the_wrong_way_round_differs(tmp_path: Path) -> None:
    other = COMPARING.replace("group: vru", "group: x").replace("compare: non-vru", "compare: vru")
    made = run(
        tmp_path,
        other.replace("group: x", "group: non-vru"),
        "  - {id: boards, quantifier: comparison}",
    )
    assert made.verdicts["boards"].verdict == "differs"
    assert "Published as more of the areas without a unit." in made.verdicts["boards"].reason


JUDGEMENT = """
  - id: worry
    meaning: m
    section: s
    basis: study
    format: judgement
    rests_on: [offices]
    against: [boards]
"""


def test_a_judgement_lists_what_it_rests_on_and_what_speaks_against_it(tmp_path: Path) -> None:
    made = run(tmp_path, BOARDS + OFFICES + JUDGEMENT, "  []")
    assert made.verdicts["worry"].verdict == "judgement"
    assert made.verdicts["worry"].reason == (
        "No count settles it; it rests on 'offices'. "
        "Against it: the denial of 'offices' by A and 'boards'."
    )
    worry = made.results["worry"]
    assert [row["row"] for row in worry.rows] == ["f5", "f6"]
    assert [row["row"] for row in worry.against] == ["f4", "f2", "f3"]
    assert (
        findings(made)["worry"]["against"] == '[one denial and one finding]{.finding claim="worry"}'
    )


def test_a_judgement_says_when_what_it_rests_on_no_longer_agrees(tmp_path: Path) -> None:
    made = run(tmp_path, BOARDS + OFFICES + JUDGEMENT, "  - {id: offices, quantifier: all}")
    assert "'offices' (differs) no longer agrees" in made.verdicts["worry"].reason


def test_a_judgement_without_evidence_is_refused(tmp_path: Path) -> None:
    bare = JUDGEMENT.replace("    rests_on: [offices]\n", "").replace("    against: [boards]\n", "")
    with pytest.raises(StudyError, match="worry: is a judgement without evidence"):
        run(tmp_path, bare, "  []")


def test_the_same_claim_for_and_against_is_refused(tmp_path: Path) -> None:
    both = JUDGEMENT.replace("[boards]", "[offices]")
    with pytest.raises(StudyError, match="rests on 'offices' and has it against"):
        run(tmp_path, OFFICES + both, "  []")


def test_a_group_without_areas_is_told_as_a_sentence(tmp_path: Path) -> None:
    empty = OFFICES.replace("code: offices", "code: nothing")
    with pytest.raises(StudyError, match="is a share of nothing: total is 0"):
        run(tmp_path, empty, "  []")


def test_something_published_without_a_claim_is_named(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="forgotten: is not in"):
        run(tmp_path, BOARDS, '  - {id: forgotten, printed: "3"}')


def test_a_value_that_asks_more_than_its_evidence_is_refused(tmp_path: Path) -> None:
    greedy = PARTNERSHIPS.replace("FROM rows", "FROM partnerships")
    with pytest.raises(StudyError, match="only the claim's own rows"):
        run(tmp_path, greedy, "  []")
