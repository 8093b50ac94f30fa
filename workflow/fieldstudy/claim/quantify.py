"""What a published quantifier of areas asks of a count: from how many to how many must affirm.

``none`` needs denials, since silence is no absence. Where the text gives no count (``most``,
``often``, ``some``), the claim holds from ``at_least``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldstudy.claim.printed import WORDS

if TYPE_CHECKING:
    from fieldstudy.claim.ledger import Published

EXACT = ("all", "both", "one", "none")
OPEN = ("most", "often", "some")
COMPARISON = "comparison"
KNOWN = (*EXACT, *OPEN, COMPARISON)
PART_OF = re.compile(r"([\w-]+) of (?:the )?([\w-]+)")


def part_of(text: str) -> tuple[int, int] | None:
    """Read a quantifier that is a part of a whole.

    Examples
    --------
    >>> part_of("four of five"), part_of("one of the three"), part_of("most")
    ((4, 5), (1, 3), None)
    """
    found = PART_OF.fullmatch(text)
    if not found or found[1] not in WORDS or found[2] not in WORDS:
        return None
    return WORDS[found[1]], WORDS[found[2]]


def bounds(quantifier: str, k: int | None, at_least: int | None, total: int) -> tuple[int, int]:
    """Say from how many to how many of a group must affirm.

    Parameters
    ----------
    quantifier
        One of ``all``, ``both``, ``one``, ``none``, ``most``, ``often``, ``some``, or a part of a
        whole: ``four of five``.
    k, at_least
        The published count, or where it begins.
    total
        The areas of the group, as regenerated.

    Examples
    --------
    >>> bounds("most", None, None, 5), bounds("both", 2, None, 2), bounds("often", None, 2, 3)
    ((3, 5), (2, 2), (2, 3))
    """
    part = part_of(quantifier)
    if part:
        return part[0], part[0]
    if k is not None:
        return k, k
    if quantifier in EXACT:
        count = {"all": total, "both": 2, "one": 1, "none": 0}[quantifier]
        return count, count
    least = total // 2 + 1 if quantifier == "most" else 1
    return max(at_least or 0, least), total


def published_as(published: Published) -> str:
    """Say in a few words which count was published."""
    said = published.quantifier
    if part_of(said):
        return said
    if published.k is not None:
        return f"{said} ({published.k} of {published.n})" if published.n else f"{said}"
    if published.at_least is not None:
        of = f" of {published.n}" if published.n else ""
        return f"{said} (at least {published.at_least}{of})"
    return said


def faults(published: Published) -> Iterator[str]:
    """Give what is wrong with a published quantifier and its counts, before anything is counted."""
    name, k, n = published.quantifier, published.k, published.n
    if not name:
        return
    part = part_of(name)
    if name not in KNOWN and not part:
        allowed = ", ".join(KNOWN)
        yield f"'{name}' is not a quantifier; allowed: {allowed}, or a part such as 'four of five'"
        return
    if part and (k, n) not in {part, (None, None), (part[0], None), (None, part[1])}:
        yield f"'{name}' does not go with k and n"
    wanted = {"all": n, "both": 2, "one": 1, "none": 0}.get(name)
    if k is not None and wanted is not None and k != wanted:
        yield f"'{name}' asks for a k of {wanted}, not {k}"
    if name == "both" and n not in {None, 2}:
        yield f"'both' is of two, not of {n}"
    if name == "often" and published.at_least is None:
        yield "'often' needs 'at_least': from how many areas on it is true"
    least = published.at_least
    if name == "most" and n and least is not None and 2 * least <= n:
        yield f"'most' begins above half of {n}, not at {least}"
    if n and max(k or 0, least or 0) > n:
        yield f"counts more than the {n} there are"
