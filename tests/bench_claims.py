"""Time the whole ledger on a built study: reading, asking, judging; run by `make bench`."""

import time
from pathlib import Path

from fieldstudy.claim.evaluate import evaluate
from fieldstudy.claim.ledger import read_ledger
from fieldstudy.claim.query import Base
from fieldstudy.study import Study

TABLES = Path("results/safeguarded/tabulate/base")
# What a person waits without noticing.
ALLOWED = 1.0


def main() -> None:
    """Print the seconds that all claims take, the worker's start included."""
    begun = time.perf_counter()
    study = Study.read()
    claims = read_ledger(Path("config/claims.yml"), study.published, study.groups)
    read = time.perf_counter()
    base = Base([TABLES], [(claim.id, claim.kind, claim.basis) for claim in claims])
    base.ask("start", "SELECT 1 AS one", {})
    started = time.perf_counter()
    evaluate(claims, base, study.synthetic)
    done = time.perf_counter()
    print(
        f"{len(claims)} claims: {done - started:.2f} s to ask and judge (allowed {ALLOWED:.1f} s)"
    )
    print(
        f"  and {read - begun:.2f} s to read the ledger, {started - read:.2f} s to load the tables"
    )


if __name__ == "__main__":
    main()
