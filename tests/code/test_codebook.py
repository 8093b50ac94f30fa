import pytest

from fieldstudy.code.codebook import codebook_of
from fieldstudy.errors import StudyError


def test_theme_has_its_codes_in_the_codebooks_order(codebook):
    assert codebook.of_theme("collaboration") == ["governance", "budgets"]


def test_every_fault_of_a_code_is_told(codebook):
    entry = {"code": "budgets", "theme": "money", "valence": "hurts"}
    with pytest.raises(StudyError) as told:
        codebook_of({"themes": {"strategy": "Strategy"}, "codes": [entry]})
    assert [p.where.rsplit(": ", 1)[1] for p in told.value.problems] == [
        "statement",
        "theme",
        "valence",
    ]


def test_codebook_without_codes_is_refused():
    with pytest.raises(StudyError, match="list at least one"):
        codebook_of({"themes": {}})
