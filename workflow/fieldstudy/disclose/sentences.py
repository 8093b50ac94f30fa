"""What the sentences of findings tell of people, as bounds that an audit can use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from fieldstudy.disclose.numbers import SPAN, said, value_of
from fieldstudy.disclose.space import EVERYONE, Categories, Said, cell

# Fields of a finding that say something of people; the others compare it with what was published.
TELLING = ("value", "words", "Words", "count", "Count")
UNDER = re.compile(r"(?P<rest>all but )?(?:fewer than|<)\s*(?P<limit>[\w-]+)", re.IGNORECASE)
PERCENT = re.compile(r"(?P<share>\d+(?:\.(?P<decimals>\d+))?)\s*%")
PART_OF = re.compile(r"(?P<part>[\w,-]+) of (?:the )?(?P<whole>[\w,-]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """Whom a finding counts: the rows of a base table that meet conditions."""

    base: str
    where: Mapping[str, Categories]


def told(name: str, finding: Mapping[str, str], link: Link, everyone: int | None) -> list[Said]:
    """Give what a finding's texts tell of those whom it counts.

    Parameters
    ----------
    name
        Of the finding.
    finding
        Its texts, as they are printed.
    link
        Whom it counts.
    everyone
        How many there are in all, if that is printed.
    """
    texts = (finding[field] for field in TELLING if field in finding)
    found = dict.fromkeys(one for text in texts for one in _told(name, text, link, everyone))
    return list(found)


def _told(name: str, text: str, link: Link, everyone: int | None) -> Iterator[Said]:
    """Give what one text tells."""
    span = SPAN.fullmatch(text)
    text = span["inner"] if span else text
    counted, where = cell(link.where), f"finding '{name}'"
    under = UNDER.search(text)
    limit = value_of(under["limit"]) if under else None
    if under and limit:
        if not under["rest"]:
            yield Said(counted, 1, limit - 1, None, where)
        elif everyone is not None:
            yield Said(counted, everyone - limit + 1, everyone - 1, None, where)
        return
    if share := PERCENT.search(text):
        half = Fraction(1, 2 * 10 ** len(share["decimals"] or ""))
        low, high = (float((Fraction(share["share"]) + way * half) / 100) for way in (-1, 1))
        yield Said(counted, low, high, EVERYONE, where)
        text = text.replace(share.group(), "")
    if part := PART_OF.search(text):
        numbers = [value_of(part["part"]), value_of(part["whole"])]
        of = (counted, EVERYONE)
        yield from (
            Said(who, n, n, None, where)
            for who, n in zip(of, numbers, strict=True)
            if n is not None
        )
    elif whole := said(text):
        yield Said(counted, whole[0], whole[0], None, where)
