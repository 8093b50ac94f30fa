"""Compare a build's verdicts with those last accepted: which claims got worse, and why.

A claim that this tier cannot tell (``confidential``) is never worse: a bundle without the raw data
must not fail for what it does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CONFIDENTIAL = "confidential"
# From the best to the worst of the verdicts that compare something with what was published.
ORDER = (
    *("holds", "consistent with the stand-in", "rounds differently", "unsupported", "differs"),
)
GONE = "no claim any more"


@dataclass(frozen=True)
class Change:
    """A claim whose verdict is another than the one accepted."""

    claim: str
    before: str
    after: str
    worse: bool


def worse(before: str, after: str) -> bool:
    """Tell whether a verdict says less for a claim than the one accepted.

    A claim that was compared with what was published, and no longer is, got worse as well.

    Examples
    --------
    >>> worse("holds", "rounds differently"), worse("differs", "holds"), worse("holds", "not published")
    (True, False, True)
    >>> worse("holds", "confidential"), worse("not published", "differs")
    (False, True)
    """
    if CONFIDENTIAL in (after, before) or before == after:
        return False
    if before not in ORDER:
        return after in ORDER[2:] or after == GONE
    return after not in ORDER or ORDER.index(after) > ORDER.index(before)


def compared(baseline: Mapping[str, str], verdicts: Mapping[str, str]) -> list[Change]:
    """Give every claim whose verdict changed; a new claim is told, and is not worse."""
    found = []
    for name in sorted({*baseline, *verdicts}):
        after = verdicts.get(name, GONE)
        before = baseline.get(name, "new")
        if before != after:
            bad = name in baseline and worse(before, after)
            found.append(Change(name, before, after, bad))
    return found
