"""``python -m fieldstudy check``: list all that is missing or wrong in a study, with file and line."""

from __future__ import annotations

import argparse
from pathlib import Path

from fieldstudy.check.links import check_config, check_prose, names_of
from fieldstudy.check.locate import with_line
from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_text, read_yaml
from fieldstudy.study import Study

NEEDED = (
    *("study", "tables", "codebook", "claims", "quotes", "disclosure", "figures", "prose"),
    *("columns", "reporting", "scan"),
)


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy check", description=__doc__)
    top.add_argument("--config", type=Path, default=Path("config/study.yml"), help="study.yml")
    top.add_argument("--paper", type=Path, default=Path("paper"), help="folder of the prose")
    return top


def main(words: list[str]) -> int | None:
    """Say what is well, or all that is not."""
    options = parser().parse_args(words)
    lines, found = check(options.config, options.paper)
    if found.all:
        raise StudyError([with_line(problem) for problem in dict.fromkeys(found.all)])
    print("\n".join([*lines, "all is well"]))
    return None


def check(config: Path, paper: Path) -> tuple[list[str], Problems]:
    """Check a study's config, data and prose; give a line for each file, and every problem."""
    from fieldstudy.ingest.checking import checked

    found, lines = Problems(), list[str]()
    folder = config.parent
    for name in NEEDED:
        with found.gathering():
            read_yaml(folder / f"{name}.yml")
    for name in ("index.qmd", "references.bib"):
        with found.gathering():
            read_text(paper / name)
    if found.all:
        return lines, found
    with found.gathering():
        lines += checked(config)
    with found.gathering():
        lines += _config(config, Study.read(config), found)
    with found.gathering():
        names = names_of(folder, read_yaml(config))
        check_config(folder, names, found)
        check_prose(paper, folder / "prose.yml", names, found)
        lines.append(f"index.qmd: {len(names.claims)} claims, {len(names.quotes)} quotations")
    return lines, found


def _config(path: Path, study: Study, found: Problems) -> list[str]:
    """Let each stage read its own file of config."""
    from fieldstudy.claim.ledger import read_ledger
    from fieldstudy.disclose.rules import read_rules
    from fieldstudy.draw.figures import check as check_figures
    from fieldstudy.tabulate.declare import cross_tables

    folder = path.parent
    lines: list[str] = []
    with found.gathering():
        claims = read_ledger(folder / "claims.yml", study.published, study.groups)
        lines.append(f"claims.yml: {len(claims)} claims")
    with found.gathering():
        outputs = read_yaml(folder / "tables.yml").get("outputs", [])
        lines.append(f"tables.yml: {len(cross_tables(outputs, str(folder / 'tables.yml')))} tables")
    with found.gathering():
        read_rules(folder / "disclosure.yml")
    with found.gathering():
        figures = read_yaml(folder / "figures.yml")["figures"]
        lines.append(f"figures.yml: {len(check_figures(figures, str(folder / 'figures.yml')))}")
    return lines
