"""Stop a release while names wait for a decision, unless config says to release them masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldstudy.errors import StudyError

WAYS = ("stop", "masked")
WHERE = "config/study.yml: anonymise: release_undecided"


def undecided(summary: Sequence[Mapping[str, str]], way: str) -> int:
    """Count the names that wait for a decision.

    Parameters
    ----------
    summary
        Rows of the anonymiser's summary.csv.
    way
        ``stop``, or ``masked``: release them as they are, masked.

    Raises
    ------
    StudyError
        If there is no such way, or any name is undecided and the way is ``stop``.
    """
    if way not in WAYS:
        raise StudyError.of(WHERE, f"'{way}' is no way; allowed: {', '.join(WAYS)}")
    counts = {row["measure"]: row["value"] for row in summary}
    waiting = int(counts["names undecided"])
    if waiting and way == "stop":
        what = (
            f"is 'stop', and {waiting} names wait for a decision; answer them in decisions.csv "
            "(the queue is results/controlled/anonymise/review.csv), or set it to 'masked'"
        )
        raise StudyError.of(WHERE, what)
    return waiting
