"""``python -m fieldstudy draw figures | tables``: pictures and printed tables of the open tier."""

from __future__ import annotations

import argparse
from pathlib import Path

from fieldstudy.io import read_rows, read_yaml, write_bytes, write_text

CONFIG = {
    "--study": ("config/study.yml", "names of the groups of areas"),
    "--codebook": ("config/codebook.yml", "themes and statements"),
    "--declared": ("config/tables.yml", "orders of categories; titles of tables"),
    "--claims": ("config/claims.yml", "what each claim means"),
}
OPEN = {
    "--base": "folder of open base tables",
    "--tables": "folder of open cross-tables",
    "--findings": "open findings.yml",
    "--verdicts": "open verdicts.csv",
}
VERBS = {
    "figures": ("--base", "--tables", "--findings", "--study", "--codebook", "--declared"),
    "tables": ("--base", "--tables", "--findings", "--verdicts", "--declared", "--claims"),
}
HELP = {"figures": "SVG, PDF, PNG and block of every figure", "tables": "block of every table"}


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
        verb.add_argument("--out", type=Path, required=True, help="folder to write into")
    return top


def main(words: list[str]) -> int | None:
    """Run one verb; files are written when all of them are made."""
    options = parser().parse_args(words)
    return {"figures": _figures, "tables": _tables}[options.verb](options)


def _figures(options: argparse.Namespace) -> None:
    """Draw every figure."""
    from fieldstudy.draw.blocks import figure
    from fieldstudy.draw.figures import FIGURES
    from fieldstudy.draw.scene import Sources, read_scene

    scene = read_scene(
        Sources(
            options.base,
            options.tables,
            options.findings,
            options.study,
            options.codebook,
            options.declared,
        )
    )
    made = [draw(scene) for draw in FIGURES]
    for drawn in made:
        for ending, content in drawn.files.items():
            write_bytes(options.out / f"{drawn.id}.{ending}", content)
        said = drawn.caption + (" Synthetic stand-in data." if scene.synthetic else "")
        write_text(options.out / f"_{drawn.id}.qmd", figure(drawn.id, said, drawn.alt))
    print(f"{len(made)} figures")


def _tables(options: argparse.Namespace) -> None:
    """Print every table."""
    from fieldstudy.draw import small
    from fieldstudy.draw.scene import is_synthetic
    from fieldstudy.draw.tables import claims, printed, record

    synthetic = is_synthetic(options.findings)
    outputs = [block for block in read_yaml(options.declared)["outputs"] if block["tier"] == "open"]
    read = {block["id"]: read_rows(options.tables / f"{block['id']}.csv") for block in outputs}
    verdicts = read_rows(options.verdicts)
    meanings = {row["id"]: row.get("meaning", "") for row in read_yaml(options.claims)["claims"]}
    made = printed(outputs, read, synthetic)
    made["record"] = record(verdicts, meanings)
    made["claims"] = claims(verdicts, meanings, synthetic)
    made["shares"] = small.shares(read_rows(options.base / "shares.csv"), synthetic)
    made["comparisons"] = small.comparisons(read_rows(options.base / "comparisons.csv"), synthetic)
    made["rates"] = small.rates(read_rows(options.base / "rates.csv"))
    for name, block in made.items():
        write_text(options.out / f"_{name}.qmd", block)
    print(f"{len(made)} tables")
