"""Check the structure of a JATS article, where no validator with the tag set's schema is at hand.

It asks what an archive relies on (JATS Archiving 1.2): parts in their order, a title, authors, an
abstract and keywords; a title for every section, a label and a caption for every figure and table,
an alternative text for every picture, and references that lead to something of their kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, fromstring

PARTS = ["front", "body", "back"]
NEEDED = (
    *("front/article-meta/title-group/article-title", "front/article-meta/contrib-group/contrib"),
    *("front/article-meta/abstract/p", "front/article-meta/kwd-group/kwd", "body/sec"),
)
# What a reference of a kind may lead to.
TARGETS = {"fig": "fig", "table": "table-wrap", "sec": "sec", "bibr": "ref", "fn": "fn"}


def jats_faults(content: bytes) -> Iterator[str]:
    """Give what is wrong with an article, as sentences.

    Examples
    --------
    >>> next(jats_faults(b"<article><body/></article>"))
    'has the parts body; they must be front, body, back'
    """
    try:
        article = fromstring(content.decode())
    except ParseError as error:
        yield f"is not well-formed XML: {error}"
        return
    parts = [child.tag for child in article if child.tag in PARTS]
    if article.tag != "article" or parts != PARTS[: len(parts)] or len(parts) < 2:
        yield f"has the parts {', '.join(parts)}; they must be {', '.join(PARTS)}"
        return
    for path in NEEDED:
        found = article.find(path)
        if found is None or not "".join(found.itertext()).strip():
            yield f"has no {path.rsplit('/', 1)[-1]} ({path})"
    ids: dict[str, str] = {}
    for element in article.iter():
        name = element.get("id", "")
        if name in ids:
            yield f"has the id '{name}' twice"
        if name:
            ids[name] = element.tag
    yield from _unlabelled(article)
    for link in article.iter("xref"):
        target, kind = link.get("rid", ""), TARGETS.get(link.get("ref-type", ""))
        if target not in ids:
            yield f"refers to '{target}', which is not there"
        elif kind and ids[target] != kind:
            yield f"refers to '{target}' as {kind}, which is {ids[target]}"


def _unlabelled(article: Element) -> Iterator[str]:
    """Give sections, figures and tables without a title or label, and pictures without a text."""
    for section in article.iter("sec"):
        if section.find("title") is None:
            yield f"has a section '{section.get('id', '')}' without a title"
    for kind in ("fig", "table-wrap"):
        for one in article.iter(kind):
            lacking = [part for part in ("label", "caption") if one.find(part) is None]
            if lacking:
                yield f"has a {kind} '{one.get('id', '')}' without {' and '.join(lacking)}"
    for picture in article.iter("graphic"):
        if not (picture.findtext("alt-text") or "").strip():
            yield "has a picture without an alternative text"
