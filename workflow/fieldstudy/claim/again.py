"""From an open bundle: recompute what its tables bear, and leave the rest as the bundle says it.

What is printed of a claim that this tier cannot tell is the released finding, word for word; what is
said of it is that it could not be checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fieldstudy.claim.verdict import CONFIDENTIAL, Verdict

Row = dict[str, str]
QUOTED = re.compile(r'\{\.quote claim="([^"]*)"\}$')


def untold(verdicts: Mapping[str, Verdict]) -> set[str]:
    """Name the claims that this tier cannot tell."""
    return {name for name, verdict in verdicts.items() if verdict.verdict == CONFIDENTIAL}


def quoted_codes(quotes: Mapping[str, str]) -> list[Row]:
    """Give the code of each released quotation, as rows that name it.

    Examples
    --------
    >>> quoted_codes({"aim": '[“Everybody” (Interview 1)]{.quote claim="shared_aim"}'})
    [{'code': 'shared_aim'}]
    """
    found = (QUOTED.search(printed) for printed in quotes.values())
    return [{"code": code[1]} for code in found if code]


def merged_findings(
    now: Mapping[str, Any], kept: Mapping[str, Any], order: Sequence[str]
) -> dict[str, Any]:
    """Give every finding as recomputed, or else as released, in the order of the ledger.

    Examples
    --------
    >>> merged_findings({"b": {"value": "2"}}, {"a": {"value": "1"}, "b": {"value": "9"}}, ["a", "b"])
    {'a': {'value': '1'}, 'b': {'value': '2'}}
    """
    return {name: now.get(name, kept.get(name)) for name in order if name in now or name in kept}


def merged_rows(
    now: Sequence[Row], kept: Sequence[Row], key: str, order: Sequence[str], mine: set[str]
) -> list[Row]:
    """Give the rows of each claim, in the order of the ledger: recomputed ones, or else those released.

    Parameters
    ----------
    now, kept
        Rows as recomputed and as released.
    key
        The column that names the claim.
    order
        The claims.
    mine
        The claims whose rows are taken as recomputed.
    """
    found: dict[str, list[Row]] = {name: [] for name in order}
    for rows, wanted in ((now, True), (kept, False)):
        for row in rows:
            if row[key] in found and (row[key] in mine) == wanted:
                found[row[key]].append(row)
    return [row for name in order for row in found[name]]
