import pytest

from fieldstudy.code.matrix import matrix_rows
from fieldstudy.code.records import Segment
from fieldstudy.errors import StudyError

INTERVIEWS = [
    {"interview": "1", "area": "Area B", "group": "vru"},
    {"interview": "2", "area": "Area A", "group": "non-vru"},
    {"interview": "10", "area": "Area B", "group": "vru"},
]


def said(interview, code, stance, start=0):
    return Segment(interview, 1, start, start + 5, code, stance)


def cells(codebook, *segments, by="area"):
    rows = matrix_rows(segments, INTERVIEWS, codebook, by)
    return {(row[by], row["code"]): row for row in rows}


def test_every_area_has_every_code_and_unspoken_ones_are_silent(codebook):
    found = cells(codebook)
    assert len(found) == 2 * 3
    assert {(row["stance"], row["passages"]) for row in found.values()} == {("silent", 0)}


def test_area_denies_where_passages_only_deny(codebook):
    found = cells(codebook, said("2", "governance", "denies"))
    assert found["Area A", "governance"]["stance"] == "denies"


def test_area_that_affirms_and_denies_affirms_and_is_mixed(codebook):
    found = cells(
        codebook, said("1", "budgets", "denies"), said("10", "budgets", "affirms", start=9)
    )
    cell = found["Area B", "budgets"]
    assert (cell["stance"], cell["passages"], cell["mixed"]) == ("affirms", 2, "yes")


def test_interviews_of_one_area_are_told_apart_in_the_other_table(codebook):
    found = cells(codebook, said("10", "budgets", "affirms"), by="interview")
    assert [k for k in found if k[1] == "budgets"] == [(i, "budgets") for i in ("1", "2", "10")]
    assert found["1", "budgets"]["stance"] == "silent"
    assert found["10", "budgets"]["stance"] == "affirms"


def test_passage_of_an_unlisted_interview_is_refused(codebook):
    with pytest.raises(StudyError, match="no interview '7'"):
        cells(codebook, said("7", "budgets", "affirms"))
