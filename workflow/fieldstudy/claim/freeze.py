"""Keep the verdicts last accepted, so that a later build can tell which claims got worse."""

from __future__ import annotations

from collections.abc import Mapping

CONFIDENTIAL = "confidential"


def frozen(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Give the verdicts to keep, by claim.

    A claim that this tier cannot tell keeps the verdict that was accepted where it could be told.

    Examples
    --------
    >>> frozen({"a": "holds", "b": "holds"}, {"a": "confidential", "c": "differs"})
    {'a': 'holds', 'c': 'differs'}
    """
    return {
        name: before.get(name, verdict) if verdict == CONFIDENTIAL else verdict
        for name, verdict in now.items()
    }


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Say what differs between two sets of verdicts, a line a claim.

    Examples
    --------
    >>> changes({"a": "holds", "b": "holds"}, {"a": "differs", "c": "holds"})
    ['a: holds -> differs', 'b: holds -> no claim any more', 'c: new, holds']
    """
    said = []
    for name in sorted({*before, *after}):
        if name not in before:
            said.append(f"{name}: new, {after[name]}")
        elif name not in after:
            said.append(f"{name}: {before[name]} -> no claim any more")
        elif before[name] != after[name]:
            said.append(f"{name}: {before[name]} -> {after[name]}")
    return said
