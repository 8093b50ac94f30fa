"""``python -m fieldstudy new PATH``: ask about the study, and write a repository that builds at once."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_text, read_yaml, write_text
from fieldstudy.new.placeholder import corpus
from fieldstudy.new.source import commit, fetch, git, shared
from fieldstudy.write.typed import read_allowed, typed

ROOT = Path(__file__).parents[3]
ANSWERS = ".copier-answers.yml"
WORKFLOW = ".fieldstudy"


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy new", description=__doc__)
    top.add_argument("path", type=Path, help="the folder to write; it must not hold anything yet")
    top.add_argument("--defaults", action="store_true", help="ask nothing")
    top.add_argument("--answers", type=Path, metavar="FILE", help="YAML with answers known already")
    top.add_argument(
        "--source", default=str(ROOT), help="where the workflow lies: folder or git URL"
    )
    top.add_argument(
        "--version", help="tag or commit of the workflow; the newest of a folder if not given"
    )
    return top


def main(words: list[str]) -> int | None:
    """Write the study."""
    options = parser().parse_args(words)
    if options.path.exists() and (not options.path.is_dir() or any(options.path.iterdir())):
        raise StudyError.of(
            str(options.path), "is there already; name a folder that is not there yet"
        )
    known = _known(options.answers) if options.answers else {}
    local = Path(options.source).is_dir()
    source = str(Path(options.source).resolve()) if local else options.source
    try:
        _write(options.path, source, options.version or commit(source), known, options.defaults)
    except BaseException:
        shutil.rmtree(options.path, ignore_errors=True)
        raise
    print(f"Wrote {options.path}. Now: cd {options.path} && make paper")
    return None


def _write(path: Path, source: str, version: str, known: dict[str, Any], defaults: bool) -> None:
    """Write the study and its placeholder, put the workflow beside them, and say what to mind."""
    _render(source, path, version, known, defaults)
    answers = read_yaml(path / ANSWERS)
    codebook = read_yaml(path / "config/codebook.yml")
    counts = dict(line.split(":") for line in answers["areas"].splitlines() if line.strip())
    groups = [name.strip() for name, count in counts.items() for _ in range(int(count))]
    files = corpus(groups, codebook["codes"], answers["instruments"])
    for name, text in files.items():
        write_text(path / "data/placeholder" / name, text)
    named = (answers["title"], *codebook["themes"].values(), *_labels(path))
    _allow(path / "config/prose.yml", named)
    pinned = answers.get("_commit", "")
    fetch(source, pinned, path / WORKFLOW)
    git("init", "--quiet", str(path))
    if not pinned:
        print(f"{source} is under no version control: `make update` will find nothing newer.")
    elif Path(source).is_dir() and not shared(path / ANSWERS, source, pinned):
        print(f"Its workflow is on this machine alone, in {source}; so that others can build it,")
        print(
            "write the address of a copy that they can reach behind _src_path in .copier-answers.yml."
        )


def _known(path: Path) -> dict[str, Any]:
    """Read answers; a mapping becomes the lines that a person would type."""
    known, asked = read_yaml(path), read_yaml(ROOT / "copier.yml")
    if not isinstance(known, dict):
        raise StudyError.of(str(path), "holds no answers; write one a line, like title: Our region")
    allowed = [
        name
        for name, question in asked.items()
        if not name.startswith("_") and question.get("when") != "false"
    ]
    found = Problems()
    for name in known:
        if name not in allowed:
            found.add(f"{path}: {name}", f"is not asked; allowed: {', '.join(allowed)}")
        elif what := _unlike(known[name], "multiselect" in asked[name], "multiline" in asked[name]):
            found.add(f"{path}: {name}", what)
    found.stop_if_any()
    return {name: _lines(answer) for name, answer in known.items()}


def _unlike(answer: Any, several: bool, lines: bool) -> str:
    """Say how an answer is not of its question's kind; copier itself would end in a traceback."""
    parts = answer if isinstance(answer, list) and several else [answer]
    if isinstance(answer, dict) and lines:
        parts = list(answer.values())
    if all(isinstance(part, str) for part in parts) and (isinstance(answer, list) or not several):
        return ""
    kind = (
        "a list" if several else "one a line, each a name, a colon and words" if lines else "text"
    )
    return f"must be {kind}"


def _lines(answer: Any) -> Any:
    """Write a mapping as lines; leave other answers as they are."""
    if not isinstance(answer, dict):
        return answer
    return "\n".join(f"{name}: {said}" for name, said in answer.items())


def _render(source: str, path: Path, version: str, known: dict[str, Any], defaults: bool) -> None:
    """Let copier ask and write."""
    import copier
    from copier.errors import CopierError, InteractiveSessionError

    try:
        copier.run_copy(
            source, path, data=known, defaults=defaults, vcs_ref=version or None, quiet=True
        )
    except KeyboardInterrupt:
        raise StudyError.of(
            str(path), "was not written, since the questions were broken off"
        ) from None
    except InteractiveSessionError:
        what = "was not written: nobody is there to be asked; add --defaults, or --answers FILE too"
        raise StudyError.of(str(path), what) from None
    except (CopierError, ValueError) as error:
        what = " ".join(str(error).split()) or "cannot be read as a template"
        what = re.sub("^Validation error for question ('.*?'): ", r"\1: ", what)
        raise StudyError.of(str(path), f"was not written: {what}") from None


def _labels(path: Path) -> list[str]:
    """Give what the paper calls each group of areas."""
    groups = read_yaml(path / "config/study.yml")["groups"]
    return [group["label"] for group in groups.values()]


def _allow(path: Path, named: Iterable[str]) -> None:
    """Let the prose say what was answered, though it holds figures, number words or quotation marks."""
    allowed = read_allowed(path)
    phrases = [
        f"  - {{words: {json.dumps(words, ensure_ascii=False)}, reason: 'what it is called'}}\n"
        for words in named
        if any(typed(words, allowed))
    ]
    if phrases:
        text = read_text(path).replace("phrases: []\n", "phrases:\n" + "".join(phrases))
        write_text(path, text)
