"""The list of what was published is whole, and each of its findings has a claim."""

from collections import Counter
from pathlib import Path

from fieldstudy.claim.ledger import read_ledger, read_published
from fieldstudy.study import Study

ROOT = Path(__file__).parents[2]
# How many findings the published study reports of each kind, as they were counted when it was read.
REPORTED = {
    "numbers": 19,
    "strategy": 7,
    "collaboration": 7,
    "coproduction": 7,
    "cooperation": 8,
    "counter_narratives": 6,
    "community_consensus": 9,
    "duty": 9,
    "discussion": 4,
}


def test_no_published_finding_is_lost() -> None:
    published = read_published(ROOT / "data/published/claims.yml")
    assert Counter(one.where for one in published.values()) == REPORTED


def test_every_published_finding_has_a_claim_of_its_group() -> None:
    study = Study.read(ROOT / "config/study.yml")
    ledger = read_ledger(ROOT / "config/claims.yml", ROOT / study.published, study.groups)
    claims = {claim.id: claim for claim in ledger}
    for name, one in read_published(ROOT / study.published).items():
        assert claims[name].published == one
        # Of as many areas as the published study counts: two with a unit, three without, five in all.
        if one.quantifier not in {"", "comparison"}:
            label = {"2": "with a unit", "3": "without a unit", "4": "large town", "5": ""}[
                str(one.n)
            ]
            assert label in claims[name].label, name
