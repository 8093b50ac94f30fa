"""A problem of config is told with its line."""

from pathlib import Path

import pytest

from fieldstudy.check.locate import with_line
from fieldstudy.errors import Problem

CLAIMS = """\
# The ledger.
claims:
  - id: "areas"
    form: "counting"
  - id: "people"
    form: "counting"
open_base:
  - "findings"
"""


@pytest.mark.parametrize(
    ("way", "line"),
    [
        ("claims: areas", 3),
        ("claims: people: form", 6),
        ("claims: entry 2: form", 6),
        ("claims, entry 2: id", 5),
        ("open_base: findings", 8),
        ("claims: people: nothing of that name", 5),
    ],
)
def test_the_line_is_that_of_the_entry_and_its_key(tmp_path: Path, way: str, line: int) -> None:
    (tmp_path / "claims.yml").write_text(CLAIMS)
    told = with_line(Problem(f"claims.yml: {way}", "is wrong"), tmp_path)
    assert told == Problem(f"claims.yml:{line}: {way}", "is wrong")


@pytest.mark.parametrize("where", ["claims.yml:7: id", "areas.csv:3: group", "gone.yml: claims"])
def test_a_place_that_has_a_line_or_is_no_yaml_stays(tmp_path: Path, where: str) -> None:
    (tmp_path / "claims.yml").write_text(CLAIMS)
    assert with_line(Problem(where, "is wrong"), tmp_path) == Problem(where, "is wrong")
