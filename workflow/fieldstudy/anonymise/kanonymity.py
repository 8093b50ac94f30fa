"""Say how small the crowd is in which each participant stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

CROWDS = (("role_class",), ("group",), ("role_class", "group"), ("area",))


def crowds(
    participants: Sequence[Mapping[str, str]], area_of: Mapping[str, str]
) -> list[dict[str, str]]:
    """Count the participants who share each combination.

    Parameters
    ----------
    participants
        Rows of the safeguarded ``participants.csv``.
    area_of
        Interview → area code.

    Returns
    -------
    list of dict
        ``crowd`` (the columns combined), ``who`` (their values), ``people``; the smallest first.
    """
    rows = []
    for columns in CROWDS:
        counts = Counter(
            " × ".join(
                area_of[person["interview"]] if column == "area" else person[column]
                for column in columns
            )
            for person in participants
        )
        ordered = sorted(counts.items(), key=lambda pair: (pair[1], pair[0]))
        rows += [
            {"crowd": " × ".join(columns), "who": who, "people": str(people)}
            for who, people in ordered
        ]
    return rows
