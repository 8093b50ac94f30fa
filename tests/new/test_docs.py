"""What docs/new-study.md tells people to type is what the commands take."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from building import ROOT
from making import Template

from fieldstudy.__main__ import main
from fieldstudy.compare.cli import parser as comparing
from fieldstudy.new.cli import parser as beginning

TEXT = (ROOT / "docs/new-study.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.M | re.S)
COMMANDS = [line for language, block in BLOCKS if not language for line in block.splitlines()]


def test_every_command_is_one_that_there_is() -> None:
    parsers = {"new": beginning(), "compare": comparing()}
    makefile = (ROOT / "template/Makefile").read_text(encoding="utf-8")
    assert len(COMMANDS) > 4
    for line in COMMANDS:
        words = shlex.split(line)
        if words[:3] == ["python", "-m", "fieldstudy"]:
            parsers[words[3]].parse_args(words[4:])
        elif words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, re.M), line
        else:
            assert words[0] == "cd", line


def test_every_file_that_it_speaks_of_is_in_a_new_study_or_here() -> None:
    named = set(re.findall(r"`((?:config|paper|docs|data)/[\w./-]+)`", TEXT))
    assert len(named) > 6
    for name in named:
        places = (ROOT / "template" / name, ROOT / "template" / f"{name}.jinja")
        made = name.startswith("data/placeholder")
        assert made or any(place.exists() for place in places), name
    for link in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (ROOT / "docs" / link).exists(), link


def test_its_answers_make_a_study_that_check_finds_well(
    template: Template,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers = re.search(r"^```yaml\n(.*?)^```", TEXT, re.M | re.S)
    assert answers
    (tmp_path / "answers.yml").write_text(answers[1], encoding="utf-8")
    done = template.new(tmp_path / "study", "--answers", str(tmp_path / "answers.yml"))
    assert done.returncode == 0, done.stderr
    monkeypatch.chdir(tmp_path / "study")
    assert main(["check"]) == 0, capsys.readouterr().err
    study = yaml.safe_load(Path("config/study.yml").read_text(encoding="utf-8"))
    assert study["title"] == "Our region" and "audit" in study["tables"]
