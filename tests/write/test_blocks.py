"""Tables as blocks of the prose."""

from pathlib import Path

import pypandoc
import pytest

from fieldstudy.write import cli
from fieldstudy.write.blocks import block, claims_block, escaped, record_block, table_block

LEVELS = [
    {"level": "primary", "areas with a unit": "12", "total": "20"},
    {"level": "total", "areas with a unit": "29", "total": "47"},
]
VERDICT = {
    "id": "forces_all",
    "basis": "record",
    "published": "43",
    "regenerated": "forty-three",
    "verdict": "holds",
    "reason": "as printed",
}


def test_figures_are_set_to_the_right_and_totals_are_bold() -> None:
    text = table_block("by_level", "By level", "", LEVELS, True)
    assert "| :--- | ---: | ---: |" in text
    assert "| **total** | **29** | **47** |" in text
    assert text.endswith(": By level. Synthetic stand-in data. {#tbl-by-level}\n")


def test_real_data_carry_no_notice() -> None:
    assert "Synthetic" not in table_block("by_level", "By level", "", LEVELS, False)


@pytest.mark.parametrize("cell", ["a_b*c*", "<3", "[x](y) | z", "@gale2013 $5$", "#1 ~a~ `b` ^c^"])
def test_cell_is_printed_as_it_stands(cell: str) -> None:
    text = block("x", "X.", ["a", "b"], [[escaped(cell), "1"]])
    assert cell in pypandoc.convert_text(text, "plain", "markdown")


def test_each_claim_has_its_anchor() -> None:
    text = claims_block([VERDICT], True)
    assert "]{#claim-forces_all} | 43 | forty-three | holds |" in text
    assert "{#tbl-claims " in text


def test_record_holds_only_what_public_record_settles() -> None:
    assert "x\\_y" not in record_block([VERDICT, VERDICT | {"id": "x_y", "basis": "study"}])


def test_every_open_table_that_config_declares_becomes_a_block(tmp_path: Path) -> None:
    (tmp_path / "by_level.csv").write_text("level,count\nprimary,20\n")
    (tmp_path / "verdicts.csv").write_text(",".join(VERDICT) + "\n" + ",".join(VERDICT.values()))
    (tmp_path / "findings.yml").write_text('synthetic: "Synthetic."\n')
    (tmp_path / "tables.yml").write_text(
        "outputs:\n"
        '  - {id: "by_level", title: "By level", tier: "open"}\n'
        '  - {id: "by_name", title: "By name", tier: "safeguarded"}\n'
    )
    words = ["--tables", ".", "--declared", "tables.yml", "--verdicts", "verdicts.csv"]
    words += ["--findings", "findings.yml", "--out", "out"]
    cli.main(["blocks", *(w if w.startswith("--") else str(tmp_path / w) for w in words)])
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == ["_by_level.qmd", "_claims.qmd", "_record.qmd"]
