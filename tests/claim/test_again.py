"""From open tables alone: what they bear is recomputed, the rest stays as it was released."""

from __future__ import annotations

from fieldstudy.claim.again import merged_findings, merged_rows, untold
from fieldstudy.claim.verdict import Verdict

ORDER = ["areas", "boards"]


def test_only_confidential_claims_are_untold() -> None:
    verdicts = {"areas": Verdict("confidential", ""), "boards": Verdict("differs", "")}
    assert untold(verdicts) == {"areas"}


def test_a_recomputed_finding_wins_over_the_released_one_and_the_ledger_gives_the_order() -> None:
    released = {"boards": {"value": "3"}, "areas": {"value": "5"}, "gone": {"value": "1"}}
    merged = merged_findings({"boards": {"value": "2"}}, released, ORDER)
    assert list(merged.items()) == [("areas", {"value": "5"}), ("boards", {"value": "2"})]


def test_rows_of_a_claim_come_from_one_side_alone() -> None:
    now = [{"claim": "boards", "row": "new"}, {"claim": "areas", "row": "new"}]
    kept = [{"claim": name, "row": "released"} for name in ORDER]
    rows = merged_rows(now, kept, "claim", ORDER, {"boards"})
    assert rows == [{"claim": "areas", "row": "released"}, {"claim": "boards", "row": "new"}]
