"""Describe a bundle as an RO-Crate 1.1 of the Workflow Run profile: what ran, on what, and what came out.

No clock is read: the crate is dated by CITATION.cff, as the software is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from fieldstudy.release.papers import Papers

PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
LICENCES = {
    "MIT": "MIT License",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
    "OGL-UK-3.0": "Open Government Licence v3.0",
}
SPDX = "https://spdx.org/licenses/"
SNAKEMAKE = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"
RUN = "#build"
# Files of the workflow are described as one folder; these are what a reader looks for by name.
DESCRIBED = ("config/", "data/", "released/", "paper/", "notebooks/")
KINDS = {
    **{
        ".csv": "text/csv",
        ".yml": "application/yaml",
        ".qmd": "text/markdown",
        ".md": "text/markdown",
    },
    **{".json": "application/json", ".ipynb": "application/x-ipynb+json", ".css": "text/css"},
    **{".html": "text/html", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"},
    **{".pdf": "application/pdf", ".xml": "application/xml"},
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
Row = Mapping[str, str]


def crate(papers: Papers, files: Iterable[Row], snakemake: str) -> str:
    """Give ``ro-crate-metadata.json``.

    Parameters
    ----------
    papers
        What the bundle is of.
    files
        Rows of the manifest: file, bytes, sha256, check, licence.
    snakemake
        The version of Snakemake that is locked.
    """
    from rocrate.rocrate import ROCrate

    made = ROCrate(version="1.1")
    date = papers.citation.get("date-released", "")
    listed = [row for row in files if row["file"].startswith(DESCRIBED)]
    entities = [made.add_file(dest_path=row["file"], properties=_file(row)) for row in listed]
    _root(made, papers, date)
    workflow = _workflow(made, papers, snakemake)
    given = [
        entity for entity, row in zip(entities, listed, strict=True) if row["check"] == "source"
    ]
    results = [
        entity for entity, row in zip(entities, listed, strict=True) if row["check"] != "source"
    ]
    title = f"Build of {papers.study['title']}, version {papers.study['version']}"
    run = made.add_jsonld({"@id": RUN, "@type": "CreateAction", "name": title})
    run["instrument"], run["object"], run["result"] = workflow, given, results
    run["agent"] = made.root_dataset["author"]
    run["endTime"] = date
    made.root_dataset["mentions"] = run
    return _stable(made.metadata.generate(), date)


def _root(made: Any, papers: Papers, date: str) -> None:
    """Describe the bundle as a whole."""
    root = made.root_dataset
    access = papers.config("deposit.yml")
    made.name = f"{papers.study['title']} ({papers.tier} bundle, version {papers.study['version']})"
    stand_in = "Made of a synthetic stand-in. " if papers.synthetic else ""
    what = f"Everything that rebuilds the paper from the {papers.tier} tier, and what was released."
    made.description = f"{stand_in}{what}"
    root["datePublished"] = date
    root["version"] = papers.study["version"]
    root["license"] = _licence(made, access.get("licence", "CC-BY-4.0"))
    root["author"] = [
        made.add_jsonld({"@id": f"#author-{number}", "@type": "Person", "name": name})
        for number, name in enumerate(papers.authors, start=1)
    ]
    root["publisher"] = root["author"]
    root["conformsTo"] = [
        made.add_jsonld({"@id": url, "@type": "CreativeWork", "name": name, "version": version})
        for url, (name, version) in PROFILES.items()
    ]


def _licence(made: Any, name: str) -> Any:
    """Describe a licence by its SPDX page."""
    title = LICENCES.get(name, name)
    said = {"@id": SPDX + name, "@type": "CreativeWork", "name": title}
    return made.add_jsonld({**said, "description": f"{title}, by its SPDX id {name}"})


def _workflow(made: Any, papers: Papers, snakemake: str) -> Any:
    """Describe the Snakefile, its language and the folder of its rules."""
    language = {
        "@id": SNAKEMAKE,
        "@type": "ComputerLanguage",
        "name": "Snakemake",
        "identifier": {"@id": "https://snakemake.github.io"},
        "url": {"@id": "https://snakemake.github.io"},
        "version": snakemake,
    }
    spoken = made.add_jsonld(language)
    about = {
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
        "name": f"From data to paper: {papers.study['id']}",
        "programmingLanguage": spoken,
        "license": _licence(made, "MIT"),
        "version": papers.study["version"],
    }
    main = made.add_file(dest_path="Snakefile", properties=about)
    made.root_dataset["mainEntity"] = main
    folder = {"name": "Rules, package and schemas of the workflow"}
    made.add_directory(dest_path="workflow", properties=folder)
    return main


def _file(row: Row) -> dict[str, Any]:
    """Describe a file by its kind, size, checksum and licence."""
    name = row["file"]
    suffix = f".{name.rsplit('.', 1)[-1]}"
    kind = KINDS.get(suffix, "text/plain")
    said = {
        "name": name,
        "encodingFormat": kind,
        "contentSize": row["bytes"],
        "sha256": row["sha256"],
    }
    return {**said, "license": {"@id": SPDX + row["licence"]}}


def _stable(content: dict[str, Any], date: str) -> str:
    """Write the crate in one order, dated by the study."""
    graph = sorted(content["@graph"], key=lambda entity: entity["@id"])
    first = ("ro-crate-metadata.json", "./")
    for entity in graph:
        if "datePublished" in entity:
            entity["datePublished"] = date
    ordered = [next(e for e in graph if e["@id"] == name) for name in first]
    ordered += [entity for entity in graph if entity["@id"] not in first]
    return json.dumps({**content, "@graph": ordered}, ensure_ascii=False, indent=1) + "\n"
