"""One small paper with every construct, laid out and rendered once for all tests."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldstudy.write import cli

HERE = Path(__file__).parent / "study"


def lay_out(folder: Path) -> Path:
    """Copy the fixture's prose and its parts."""
    shutil.copytree(HERE, folder)
    return folder


def _assemble(study: Path, out: Path, *more: str) -> Path:
    """Run the verb and give the assembled project."""
    source = out / "source"
    parts = {"paper": ".", "findings": "findings.yml", "figures": "figures", "tables": "tables"}
    parts["prose"] = "prose.yml"
    words = [word for name, part in parts.items() for word in (f"--{name}", str(study / part))]
    cli.main(["assemble", *words, "--out", str(source), *more])
    return source


def _render(source: Path, out: Path) -> dict[str, bytes]:
    """Run the verb by the Pandoc road and give what it wrote."""
    cli.main(["render", str(source), "--road", "pandoc", "--out", str(out)])
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.fixture
def assemble() -> Callable[..., Path]:
    return _assemble


@pytest.fixture
def render() -> Callable[..., dict[str, bytes]]:
    return _render


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "study")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("paper")
    return _render(_assemble(lay_out(folder / "study"), folder), folder / "out")
