"""``python -m fieldstudy draw figures | tables | dictionary``: what the open tier shows, and its columns."""

from __future__ import annotations

import argparse
from pathlib import Path

from fieldstudy.io import (
    read_cells,
    read_rows,
    read_yaml,
    write_bytes,
    write_rows,
    write_text,
)

CONFIG = {
    "--study": ("config/study.yml", "names of the groups of areas"),
    "--codebook": ("config/codebook.yml", "themes and statements"),
    "--declared": ("config/tables.yml", "orders of categories; titles of tables"),
    "--claims": ("config/claims.yml", "what each claim means"),
    "--figures": ("config/figures.yml", "what each figure shows"),
    "--columns": ("config/columns.yml", "what each column is called and means"),
    "--snakefile": ("Snakefile", "the workflow, whose stages a figure shows"),
}
OPEN = {
    "--base": "folder of open base tables",
    "--tables": "folder of open cross-tables",
    "--findings": "open findings.yml",
    "--verdicts": "open verdicts.csv",
}
VERBS = {
    "figures": (
        *("--base", "--tables", "--findings", "--verdicts", "--study", "--codebook", "--declared"),
        *("--claims", "--figures", "--snakefile"),
    ),
    "tables": (
        *("--base", "--tables", "--findings", "--verdicts", "--declared", "--claims"),
        "--columns",
    ),
    "dictionary": ("--study", "--declared", "--columns"),
}
HELP = {
    "figures": "SVG, PDF, PNG, block and table of every figure",
    "tables": "every table as print: its block for the paper, and a page",
    "dictionary": "a data package that describes every column of every table",
}


def parser() -> argparse.ArgumentParser:
    """Describe the stage's verbs."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy draw", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    for name, flags in VERBS.items():
        verb = verbs.add_parser(name, help=HELP[name])
        for flag in flags:
            if flag in OPEN:
                verb.add_argument(flag, type=Path, required=True, help=OPEN[flag])
            else:
                place, what = CONFIG[flag]
                verb.add_argument(flag, type=Path, default=Path(place), help=what)
        if name == "dictionary":
            verb.add_argument("files", type=Path, nargs="+", help="the tables, below the package")
        what = "file to write" if name == "dictionary" else "folder to write into"
        verb.add_argument("--out", type=Path, required=True, help=what)
    return top


def main(words: list[str]) -> int | None:
    """Run one verb; files are written when all of them are made."""
    options = parser().parse_args(words)
    return {"figures": _figures, "tables": _tables, "dictionary": _dictionary}[options.verb](
        options
    )


def _figures(options: argparse.Namespace) -> None:
    """Draw every figure."""
    from fieldstudy.draw.blocks import figure
    from fieldstudy.draw.figures import check, draw
    from fieldstudy.draw.scene import STANDIN, Sources, read_scene

    blocks = check(read_yaml(options.figures).get("figures", []), str(options.figures))
    scene = read_scene(
        Sources(
            options.base,
            options.tables,
            options.findings,
            options.study,
            options.codebook,
            options.declared,
            options.claims,
            options.verdicts,
            options.snakefile,
        )
    )
    made = [draw(scene, block) for block in blocks]
    for drawn in made:
        for ending, content in drawn.files.items():
            write_bytes(options.out / f"{drawn.id}.{ending}", content)
        write_rows(options.out / f"{drawn.id}.csv", drawn.rows[0] if drawn.rows else (), drawn.rows)
        said = drawn.caption + (f" {STANDIN}." if drawn.synthetic else "")
        write_text(options.out / f"_{drawn.id}.qmd", figure(drawn.id, said, drawn.alt))
    print(f"{len(made)} figures")


def _tables(options: argparse.Namespace) -> None:
    """Print every table: its block for the paper, and a page of its own."""
    from fieldstudy.draw import small
    from fieldstudy.draw.blocks import Names
    from fieldstudy.draw.pages import counted, listing, page
    from fieldstudy.draw.scene import is_synthetic
    from fieldstudy.draw.tables import claims, printed, record

    synthetic = is_synthetic(options.findings)
    names = Names.of(read_yaml(options.columns)["columns"])
    outputs = [block for block in read_yaml(options.declared)["outputs"] if block["tier"] == "open"]
    read = {block["id"]: read_rows(options.tables / f"{block['id']}.csv") for block in outputs}
    verdicts = read_rows(options.verdicts)
    meanings = {row["id"]: row.get("meaning", "") for row in read_yaml(options.claims)["claims"]}
    made = printed(outputs, read, synthetic, names)
    made["record"] = record(verdicts, meanings)
    made["claims"] = claims(verdicts, meanings, synthetic)
    if read_yaml(options.declared).get("comparisons"):
        for name, printed_as in (("shares", small.shares), ("comparisons", small.comparisons)):
            made[name] = printed_as(read_rows(options.base / f"{name}.csv"), synthetic)
    if read_yaml(options.declared).get("rates"):
        made["rates"] = small.rates(read_rows(options.base / "rates.csv"))
    for name, block in made.items():
        write_text(options.out / f"_{name}.qmd", block)
    for block in outputs:
        if not read[block["id"]]:
            continue
        lay = counted if block["measure"] == "count" else listing
        text = page(lay(block, read[block["id"]], names), links(block["id"]), synthetic)
        write_text(options.out / f"{block['id']}.html", text)
    print(f"{len(made)} tables")


def links(name: str) -> dict[str, str]:
    """Say where a table's data lie, from its page."""
    return {
        "As CSV": f"{name}.csv",
        "a row for each cell": f"{name}.long.csv",
        "what each column means": "../datapackage.json",
    }


def _dictionary(options: argparse.Namespace) -> None:
    """Describe every column of every open table."""
    from pathlib import PurePosixPath

    from fieldstudy.draw.dictionary import Words, package
    from fieldstudy.study import Study

    said, study = read_yaml(options.columns), Study.read(options.study)
    words = Words(
        {block["id"]: block for block in read_yaml(options.declared)["outputs"]},
        said["columns"],
        said["tables"],
    )
    heads = {
        PurePosixPath(path.relative_to(options.out.parent)): columns(path) for path in options.files
    }
    about = {"name": study.id, "title": study.title, "version": study.version}
    if study.synthetic:
        about["description"] = "Synthetic stand-in data, but for the public record."
    write_text(options.out, package(heads, words, about))
    print(f"{len(heads)} tables described")


def columns(path: Path) -> list[str]:
    """Read the columns of a table."""
    return read_cells(path)[0]
