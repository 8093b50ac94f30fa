"""``fieldstudy write``: assemble and render the paper, execute the notebooks, make the evidence site."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from fieldstudy.errors import StudyError
from fieldstudy.io import read_text, write_bytes, write_text

OPEN = Path("results/open")


def main(words: list[str]) -> int | None:
    """Run one verb."""
    options = _parser().parse_args(words)
    run = {"assemble": _assemble, "render": _render, "notebooks": _notebooks, "evidence": _evidence}
    return run[options.verb](options)


def _parser() -> argparse.ArgumentParser:
    """Describe the verbs."""
    parser = argparse.ArgumentParser(prog="fieldstudy write", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("assemble", help="lay out the Quarto project of the paper")
    verb.add_argument("--paper", type=Path, default=Path("paper"), help="prose, references")
    verb.add_argument("--findings", type=Path, default=OPEN / "findings/findings.yml")
    verb.add_argument("--figures", type=Path, default=OPEN / "figures", help="pictures and blocks")
    verb.add_argument("--tables", type=Path, default=OPEN / "tables", help="blocks of tables")
    verb.add_argument(
        "--prose", type=Path, default=Path("config/prose.yml"), help="what it may say"
    )
    verb.add_argument("--unprinted", type=Path, help="CSV to write: findings never printed")
    verb.add_argument("--out", type=Path, default=OPEN / "paper/source")
    verb = verbs.add_parser("render", help="render the project: HTML, PDF, Word, JATS")
    verb.add_argument("source", type=Path, nargs="?", default=OPEN / "paper/source")
    verb.add_argument("--config", type=Path, default=Path("config/study.yml"))
    verb.add_argument("--road", choices=("auto", "quarto", "pandoc"), help="overrides the config")
    verb.add_argument("--out", type=Path, default=OPEN / "paper")
    verb = verbs.add_parser("notebooks", help="execute notebooks and show them as pages")
    verb.add_argument("notebooks", type=Path, nargs="+")
    verb.add_argument("--root", type=Path, default=Path(), help="the folder they run in")
    verb.add_argument("--out", type=Path, default=Path("results/safeguarded/notebooks"))
    verb = verbs.add_parser("evidence", help="make the evidence site of one edition")
    for flag, what in {
        "--ledger": "ledger.json of the stage claim",
        "--findings": "findings.yml",
        "--verdicts": "verdicts.csv",
        "--evidence": "evidence.csv",
        "--base": "folder of base tables",
        "--figures": "folder of figures and their blocks",
        "--out": "the page to write",
    }.items():
        verb.add_argument(flag, type=Path, required=True, help=what)
    verb.add_argument("--paper", type=Path, default=Path("paper/index.qmd"), help="the prose")
    verb.add_argument("--config", type=Path, default=Path("config"), help="folder of the config")
    verb.add_argument(
        "--safeguarded", type=Path, help="the tier; makes the edition with transcripts"
    )
    return parser


def _assemble(options: argparse.Namespace) -> None:
    """Lay out the project."""
    from fieldstudy.write.project import Parts, assemble

    parts = Parts(
        *(options.paper, options.findings, options.figures, options.tables, options.prose),
    )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    unused = assemble(parts, options.out)
    for name in unused.findings:
        what = "print it in the paper, or take its claim out of config/claims.yml"
        print(f"warning: the paper never prints the finding '{name}'; {what}")
    for words in unused.allowances:
        print(
            f"warning: {options.prose} allows '{words}', which the paper does not say; take it out"
        )
    if options.unprinted:
        write_text(options.unprinted, "\n".join(["finding", *unused.findings, ""]))


def _render(options: argparse.Namespace) -> None:
    """Render the project by the road that the study chose."""
    from fieldstudy.write import finished, pandoc, quarto
    from fieldstudy.write.project import check

    road = options.road or _configured(options.config)
    here = shutil.which("quarto")
    if road == "quarto" and not here:
        raise StudyError.of("quarto", 'is not on the PATH; install it, or set render: "pandoc"')
    text, made = check(options.source), {}
    if here and road != "pandoc":
        try:
            made = quarto.render(options.source)
            finished.look_over(made, "quarto")
        except StudyError as error:
            if road == "quarto":
                raise
            made = {}
            print(f"warning: Pandoc renders the paper, since Quarto could not: {error.problems[0]}")
    road = "quarto" if made else "pandoc"
    if not made:
        made = pandoc.render(text, options.source)
        finished.look_over(made, road)
    for name, content in made.items():
        write_bytes(options.out / name, content)
    write_text(options.out / "road.txt", f"{road}\n")


def _configured(path: Path) -> str:
    """Read which road the study asks for."""
    from fieldstudy.study import Study

    return Study.read(path).render


def _notebooks(options: argparse.Namespace) -> None:
    """Execute the notebooks, then write them all."""
    from fieldstudy.write.notebooks import execute_all, page

    styles = Path(__file__).parent / "styles"
    css = "\n".join(read_text(styles / name) for name in ("paper.css", "notebook.css"))
    for path, executed in execute_all(options.notebooks, options.root).items():
        write_text(options.out / path.name, executed)
        write_text(options.out / f"{path.stem}.html", page(executed, path.stem, css))


def _evidence(options: argparse.Namespace) -> None:
    """Make the evidence site: one page that opens from disk."""
    from fieldstudy.write.evidence import Sources, content, page

    named = {name: value for name, value in vars(options).items() if name not in {"verb", "out"}}
    write_text(options.out, page(content(Sources(**named))))
