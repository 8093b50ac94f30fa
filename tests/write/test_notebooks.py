"""Executed notebooks: the same bytes, no script, and an error that names the cell."""

import json
from pathlib import Path

import pytest

from fieldstudy.errors import StudyError
from fieldstudy.write import cli

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def notebook(path: Path, *cells: str) -> Path:
    made = [
        {"cell_type": "code", "id": f"x{n}", "metadata": {}, "execution_count": None}
        | {"outputs": [], "source": source}
        for n, source in enumerate(cells)
    ]
    title = {"cell_type": "markdown", "id": "t", "metadata": {}, "source": "# The areas & more"}
    book = {"cells": [title, *made], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(book))
    return path


def run(path: Path, out: Path) -> None:
    cli.main(["notebooks", str(path), "--root", str(path.parent), "--out", str(out)])


def test_executed_notebook_has_the_same_bytes_twice_and_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text("area\nArea A\n")
    book = notebook(tmp_path / "areas.ipynb", "print(open('areas.csv').read())", "2 + 2")
    run(book, tmp_path / "one")
    run(book, tmp_path / "two")
    for name in ("areas.ipynb", "areas.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    page = (tmp_path / "one" / "areas.html").read_text()
    assert "Area A" in page
    assert "<title>The areas &amp; more</title>" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_failing_cell_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    book = notebook(tmp_path / "areas.ipynb", "1", "open('nowhere.csv')")
    with pytest.raises(StudyError, match=r"areas\.ipynb: cell 3: FileNotFoundError"):
        run(book, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_committed_notebooks_hold_no_outputs(path: Path) -> None:
    cells = json.loads(path.read_text())["cells"]
    assert all(not c["outputs"] and c["execution_count"] is None for c in cells if "outputs" in c)
    assert [cell["id"] for cell in cells] == [f"cell-{n}" for n in range(1, len(cells) + 1)]
