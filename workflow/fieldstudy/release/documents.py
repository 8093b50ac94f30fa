"""Write the papers of a bundle: how to read it, rebuild it, cite it, check it and deposit it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from fieldstudy.release.bundle import UNDER_AGREEMENT
from fieldstudy.release.crate import crate
from fieldstudy.release.papers import Papers
from fieldstudy.release.readme import UNKNOWN, readme

ACCESS = {"open": "open", "safeguarded": "restricted"}
FORM = (
    "The fields of the UK Data Service's deposit form, filled from config/ and this bundle; what nobody\n"
    "has stated is 'not stated', to be filled by the depositor."
)
CHECKED = "CODECHECK manifest of this bundle; paths are relative to this file."


def documents(papers: Papers, files: Iterable[Mapping[str, str]], snakemake: str) -> dict[str, str]:
    """Give the text of each paper by its path in the bundle.

    Parameters
    ----------
    papers
        What they are written from.
    files
        Rows of the manifest so far.
    snakemake
        The locked version of Snakemake.
    """
    return {
        "README.md": readme(papers),
        ".zenodo.json": zenodo(papers),
        "codecheck.yml": codecheck(papers),
        "deposit.yml": deposit(papers),
        "ro-crate-metadata.json": crate(papers, files, snakemake),
    }


def zenodo(papers: Papers) -> str:
    """Give what Zenodo reads of a deposit (https://developers.zenodo.org/#deposit-metadata)."""
    licence = papers.config("deposit.yml").get("licence", "CC-BY-4.0")
    said = "made of a synthetic stand-in" if papers.synthetic else "made of confidential interviews"
    content = {
        "title": papers.study["title"],
        "version": papers.study["version"],
        "upload_type": "dataset",
        "description": f"<p>The {papers.tier} bundle of a study that rebuilds itself, {said}.</p>",
        "creators": [{"name": name} for name in papers.authors],
        "keywords": list(papers.front.get("keywords", [])),
        "publication_date": papers.citation.get("date-released", ""),
        "access_right": ACCESS[papers.tier],
        **(
            {"license": licence}
            if papers.tier == "open"
            else {"access_conditions": UNDER_AGREEMENT}
        ),
        "related_identifiers": _related(papers),
        "language": "eng",
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _related(papers: Papers) -> list[dict[str, str]]:
    """Name the published study that this one rebuilds."""
    found = papers.config("deposit.yml").get("deposit", {}).get("related_publications", "")
    dois = [part.strip().removeprefix("doi:") for part in found.split(";") if "doi:" in part]
    return [{"identifier": doi, "relation": "isDerivedFrom", "scheme": "doi"} for doi in dois]


def codecheck(papers: Papers) -> str:
    """Give the CODECHECK manifest at the bundle's root, where such checks look for it."""
    path = papers.folder / "released/open/codecheck.yml"
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    for row in content["manifest"]:
        row["file"] = f"released/open/{row['file']}"
    return written(content, CHECKED)


def deposit(papers: Papers) -> str:
    """Give the fields of the archive's deposit form."""
    given = papers.config("deposit.yml")
    fields = {name: value or UNKNOWN for name, value in given.get("deposit", {}).items()}
    content = {
        "title": papers.study["title"],
        "edition": papers.study["version"],
        "level_of_access": papers.tier,
        "files": "listed in manifest.csv, with size, SHA-256 and licence; described in README.md",
        "authors": "; ".join(papers.authors),
        "keywords": "; ".join(papers.front.get("keywords", [])),
        "turns_not_archived": str(papers.facts["turns_not_archived"]),
        **fields,
        "access_to_restricted_data": given.get("access", {}).get("procedure") or UNKNOWN,
    }
    return written(content, FORM)


def written(content: Mapping[str, Any], comment: str) -> str:
    """Write YAML with every string quoted, under a comment."""
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    body = yaml.safe_dump(
        dict(content), allow_unicode=True, default_style='"', sort_keys=False, width=10**6
    )
    return head + body
