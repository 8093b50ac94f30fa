"""The closing summary tells what was built, and nothing of what was not."""

from pathlib import Path

from fieldstudy.io import write_text
from fieldstudy.release.summary import summary

VERDICTS = """id,basis,published,regenerated,verdict,reason
areas,study,five,five,consistent with the stand-in,5 prints as five.
population,record,4.8 million,4.9 million,rounds differently,True of another vintage.
"""


def test_a_part_of_a_study_is_summed_up_as_far_as_it_was_built(tmp_path: Path) -> None:
    said = summary(tmp_path, "A study", synthetic=True)
    assert "A study" in said
    assert "synthetic stand-in data" in said
    assert "Claims" not in said
    assert "Paper" not in said


def test_claims_that_do_not_hold_are_named_with_the_reason(tmp_path: Path) -> None:
    write_text(tmp_path / "open/verify/verdicts.csv", VERDICTS)
    said = summary(tmp_path, "A study", synthetic=False)
    assert "Claims (2)" in said
    assert "population: True of another vintage." in said
    assert "areas:" not in said


def test_a_bundle_says_how_many_verdicts_are_not_its_own(tmp_path: Path) -> None:
    write_text(tmp_path / "open/verify/verdicts.csv", VERDICTS)
    again = "id,verdict,reason\nareas,confidential,Rests on areas.\npopulation,differs,\n"
    write_text(tmp_path / "open/verify/recomputed.csv", again)
    said = summary(tmp_path, "A study", synthetic=False)
    assert "     1  of these stand as released: they rest on what this bundle does not hold" in said


def test_warnings_of_all_steps_are_gathered_in_the_order_of_the_stages(tmp_path: Path) -> None:
    write_text(
        tmp_path / "logs/write-assemble.log", "warning: a finding is not printed; print it\n"
    )
    write_text(tmp_path / "logs/anonymise-join.log", "warning: row 2 matches nothing; correct it\n")
    write_text(tmp_path / "logs/ingest-hashes.log", "19 files hashed\n")
    said = summary(tmp_path, "A study", synthetic=False)
    assert "Warnings (2)\n  row 2 matches nothing; correct it\n  a finding is not" in said
    assert "19 files" not in said


def test_many_warnings_of_one_step_are_cut_short(tmp_path: Path) -> None:
    lines = "".join(f"warning: row {n} matches nothing\n" for n in range(9))
    write_text(tmp_path / "logs/anonymise-join.log", lines)
    said = summary(tmp_path, "A study", synthetic=False)
    assert "row 4 " in said
    assert "row 5 " not in said
    assert "and 4 more like this" in said
