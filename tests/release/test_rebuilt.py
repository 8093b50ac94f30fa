"""A bundle tells what was changed in it, what came out otherwise, and how its environment drifted."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldstudy.release.rebuilt import changed, compared, drift, pins, sha256, unchecked

LOCK = """numpy==2.3.1 \\
    --hash=sha256:00 \\
    --hash=sha256:01
    # via pandas
Ruamel.YAML==0.18 ; python_version < '3.0' \\
    --hash=sha256:02
snakemake[reports]==9.27.1 \\
    --hash=sha256:03
"""
FILES = {
    "config/claims.yml": "source",
    "released/open/verify/verdicts.csv": "rebuilt",
    "released/open/paper/paper.pdf": "rendered",
}


@pytest.fixture
def unzipped(tmp_path: Path) -> tuple[Path, list[dict[str, str]]]:
    """Give a small bundle, built, and its manifest."""
    rows = []
    for name, check in FILES.items():
        for place in {name, name.replace("released/", "results/")}:
            path = tmp_path / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        rows.append({"file": name, "sha256": sha256(tmp_path / name), "check": check})
    return tmp_path, rows


def test_a_bundle_built_as_released_is_good(unzipped: tuple[Path, list[dict[str, str]]]) -> None:
    found = compared(*unzipped, rendered=True)
    assert found.good
    assert found.same == 2


@pytest.mark.parametrize("name", FILES)
def test_one_byte_of_any_file_is_named(
    unzipped: tuple[Path, list[dict[str, str]]], name: str
) -> None:
    folder, rows = unzipped
    path = folder / name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert changed(folder, rows) == [f"changed  {name}"]
    assert not compared(folder, rows, rendered=True).good


def test_a_file_that_is_gone_and_one_that_was_added_are_named(
    unzipped: tuple[Path, list[dict[str, str]]],
) -> None:
    folder, rows = unzipped
    (folder / "config/claims.yml").unlink()
    (folder / "config/more.yml").write_text("x")
    assert changed(folder, rows) == ["gone     config/claims.yml", "new      config/more.yml"]


def test_what_a_build_leaves_is_not_told_as_new(
    unzipped: tuple[Path, list[dict[str, str]]],
) -> None:
    folder, rows = unzipped
    for name in (".venv/ready", ".snakemake/log/a.log", "workflow/fieldstudy/__pycache__/a.pyc"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    assert changed(folder, rows) == []


def test_what_was_built_otherwise_is_named(unzipped: tuple[Path, list[dict[str, str]]]) -> None:
    folder, rows = unzipped
    (folder / "results/open/verify/verdicts.csv").write_text("other")
    (folder / "results/open/paper/paper.pdf").unlink()
    said = ["differs  results/open/verify/verdicts.csv", "not made results/open/paper/paper.pdf"]
    assert compared(folder, rows, rendered=True).otherwise == said


def test_rendered_files_are_left_out_where_other_software_renders_and_tables_are_not(
    unzipped: tuple[Path, list[dict[str, str]]],
) -> None:
    folder, rows = unzipped
    for name in ("verify/verdicts.csv", "paper/paper.pdf"):
        (folder / "results/open" / name).write_text("other")
    found = compared(folder, rows, rendered=False)
    assert found.otherwise == ["differs  results/open/verify/verdicts.csv"]
    assert found.uncompared == ["results/open/paper/paper.pdf"]


def test_a_lock_is_read_for_this_machine() -> None:
    assert pins(LOCK) == {"numpy": "2.3.1", "snakemake": "9.27.1"}


def test_a_drifted_package_is_named_with_both_versions() -> None:
    assert drift({"a": "1", "b": "2"}, {"a": "1", "b": "3"}) == ["b: locked 2, installed 3"]


def test_only_confidential_claims_are_told_as_unchecked() -> None:
    rows = [
        {"id": "areas", "verdict": "confidential", "reason": "Rests on areas."},
        {"id": "boards", "verdict": "differs", "reason": "It does."},
    ]
    assert unchecked(rows) == ["areas: Rests on areas."]
