"""What the Dockerfile does, as far as it can be done without a container engine."""

from __future__ import annotations

import fnmatch
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from building import ROOT

LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
RULES = [
    line
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def ignored(name: str) -> bool:
    """Whether .dockerignore keeps a path out of the image: the last rule that matches it counts."""
    out = False
    for rule in RULES:
        pattern = rule.removeprefix("!")
        above = [name, *map(str, Path(name).parents)][:-1] if "/" in name else [name]
        if pattern.startswith("**/"):
            match = any(fnmatch.fnmatch(Path(one).name, pattern[3:]) for one in above)
        else:
            match = any(
                fnmatch.fnmatch(one, pattern) and one.count("/") == pattern.count("/")
                for one in above
            )
        out = not rule.startswith("!") if match else out
    return out


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what the image would hold."""
    folder = tmp_path_factory.mktemp("image")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        if not ignored(name) and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize(
    "name",
    [
        *("data/raw/interview.vtt", "data/raw/README.md", "data/second/register.csv"),
        *("results/controlled/anonymise/key.csv", "results/open/paper/index.html"),
        *("sample.csv", ".git/config", "workflow/fieldstudy/__pycache__/io.pyc", ".env"),
    ],
)
def test_raw_data_and_results_stay_out_of_the_image(name: str) -> None:
    assert ignored(name)


def test_every_path_that_is_copied_is_there(image: Path) -> None:
    copied = [word for line in LINES if line.startswith("COPY") for word in line.split()[1:-1]]
    assert copied == ["requirements.lock", "requirements-model.lock", "."]
    for name in copied:
        assert (image / name).exists(), name


def test_the_package_installs_from_what_is_copied(image: Path, tmp_path: Path) -> None:
    install = next(line for line in LINES if "--editable ." in line)
    assert "--no-deps --no-build-isolation" in install
    copy = tmp_path / "copy"
    shutil.copytree(image, copy)
    words = ["--no-deps", "--no-build-isolation", "--target", str(tmp_path / "site"), "."]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", *words],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/fieldstudy/anonymise/data/diff.css").is_file()


def test_the_command_finds_all_that_it_builds_from(image: Path) -> None:
    command = json.loads(next(line for line in LINES if line.startswith("CMD"))[4:])
    assert command[0] == "snakemake"
    found = [str(Path(sys.executable).parent / command[0]), *command[1:], "--dry-run", "--quiet"]
    done = subprocess.run(found, cwd=image, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_image_is_named_as_the_rules_name_it() -> None:
    tag = re.search(r"--tag (\S+)", LINES[0])[1]
    assert f'docker-daemon://{tag}"' in (ROOT / "Snakefile").read_text(encoding="utf-8")
