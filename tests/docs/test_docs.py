"""What README and docs/ tell people to type, to open and to rely on is there."""

import re
import tomllib
from pathlib import Path

import pytest

from fieldstudy.__main__ import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"python -m fieldstudy ((?:[^`\n\\]|\\\n)+)")
VERB = re.compile(r"[a-z][a-z-]*")


def commands(page: Path) -> list[list[str]]:
    """Give the words of every command of the package that a page shows, joined over lines."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    return [found[1].split() for found in COMMAND.finditer(text)]


def helped(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Give what a command says of itself."""
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0, words
    return capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_is_one_that_there_is(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in commands(page):
        if not VERB.fullmatch(words[0]):  # STAGE VERB, spoken of in general
            continue
        told = helped(words[:1], capsys)
        if len(words) > 1 and VERB.fullmatch(words[1]):
            assert re.search(rf"^ +{words[1]} ", told, re.M), f"{page.name}: {' '.join(words)}"
            told = helped(words[:2], capsys)
        for flag in (word for word in words if word.startswith("--")):
            assert flag.partition("=")[0] in told, f"{page.name}: {' '.join(words)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_that_a_page_names_is_in_a_makefile(page: Path) -> None:
    made = "".join((ROOT / name).read_text("utf-8") for name in ("Makefile", "template/Makefile"))
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z][a-z-]+)\b", text, re.M):
        assert re.search(rf"^{target}:", made, re.M), f"{page.name}: make {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_package_that_the_project_asks_for_is_accounted_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[\w-]+", text))
    for package in (re.match(r"[\w-]+", line)[0] for line in wanted):
        stub = package.endswith("-stubs") or package.startswith("types-")
        assert stub or package in named, package
