"""Write the CODECHECK manifest: which files of the open tier a person who checks the study compares.

Fields of the CODECHECK configuration, version 1.0 (https://codecheck.org.uk/spec/config/1.0/). Who
checked, when, and the certificate are left to the person who does; nothing here stands in for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

VERSION = "https://codecheck.org.uk/spec/config/1.0/"
FORMS = {
    "index.html": "the paper, as a page",
    "paper.pdf": "the paper, as PDF/A and PDF/UA",
    "paper.docx": "the paper, for Word",
    "paper.xml": "the paper, as JATS",
}
CAPTION = re.compile(r"^!\[(?P<figure>.*)\]\(|^: (?P<table>.*) \{#tbl-[^}]*\}\s*$", re.M)
COMMENT = (
    "CODECHECK manifest, made by the stage release; paths are relative to this file.\n"
    "The person who checks adds: codechecker, check_time, summary, certificate, report."
)


def caption(block: str) -> str:
    r"""Read the caption of a generated block.

    Examples
    --------
    >>> caption(": Areas \\_and\\_ visits. {#tbl-areas}")
    'Areas _and_ visits.'
    """
    found = CAPTION.search(block)
    said = (found["figure"] or found["table"] or "") if found else ""
    return re.sub(r"\\(\W|_)", r"\1", said)


def _whole(name: Any) -> str:
    """Give a name as one text, however the front matter has it."""
    return (
        " ".join(str(name[part]) for part in ("given", "family"))
        if isinstance(name, Mapping)
        else str(name)
    )


def codecheck(
    title: str,
    authors: Sequence[Any],
    figures: Mapping[str, str],
    tables: Mapping[str, str],
) -> dict[str, Any]:
    """Give the manifest: the paper, every figure and table, and the verdicts.

    Parameters
    ----------
    title, authors
        As in the paper's front matter.
    figures, tables
        Name to caption.
    """
    people = [author if isinstance(author, Mapping) else {"name": author} for author in authors]
    written = [
        {"name": _whole(person["name"])}
        | ({"ORCID": person["orcid"]} if person.get("orcid") else {})
        for person in people
    ]
    files = [(f"paper/{name}", what) for name, what in FORMS.items()]
    files += [(f"figures/{name}.svg", said) for name, said in sorted(figures.items())]
    files += [(f"tables/{name}.csv", said) for name, said in sorted(tables.items())]
    files.append(("verify/verdicts.csv", "every claim: published, regenerated, verdict, reason"))
    return {
        "version": VERSION,
        "paper": {"title": title, "authors": written},
        "manifest": [{"file": name, "comment": what} for name, what in files],
    }
