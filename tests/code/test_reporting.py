from pathlib import Path

import pytest

from fieldstudy.code.reporting import GUIDELINES, Tables, facts_of, filled
from fieldstudy.errors import StudyError
from fieldstudy.io import read_yaml

CONFIG = Path(__file__).parents[2] / "config" / "reporting.yml"


@pytest.fixture
def facts(codebook):
    people = [{"role_class": "police"}, {"role_class": "police"}, {"role_class": "council"}]
    tables = Tables(
        turns=[{"interview": "1", "text": "two words"}, {"interview": "2", "text": "one"}],
        participants=people,
        interviews=[{"area": "Area A"}, {"area": "Area B"}],
        codings=[{"coder": "A"}, {"coder": "B"}, {"coder": "A"}],
        segments=[{"stance": "affirms"}, {"stance": "denies"}],
        disagreements=[{"decision": "undecided"}, {"decision": "accept"}],
        quotations=[{"interview": "1"}],
        agreement=[{"theme": "all", "alpha": "0.9289"}],
    )
    return facts_of(tables, codebook)


def items(*answers):
    entry = {"part": "Design", "topic": "Size", "asks": "How many?"}
    given = [*answers, *[""] * (32 - len(answers))]
    return {"coreq": [entry | {"item": str(n), "answer": a} for n, a in enumerate(given, 1)]}


def test_figures_are_counted_from_the_tables(facts):
    [row, *_] = filled(
        items("{participants} people in {interviews} interviews: {roles}"), "coreq", facts
    )
    assert row["answer"] == "3 people in 2 interviews: council: 1; police: 2"
    assert (facts["words"], facts["coders"], facts["alpha"]) == ("3", "2", "0.93")


def test_what_is_not_known_stays_blank_and_says_so(facts):
    rows = filled(items("Yes."), "coreq", facts)
    assert [row["state"] for row in rows[:2]] == ["answered", "not known"]
    assert rows[1]["answer"] == ""


def test_typed_figure_is_refused_and_a_year_is_not(facts):
    with pytest.raises(StudyError, match="item 1: answer: types a figure"):
        filled(items("13 people"), "coreq", facts)
    assert filled(items("In autumn 2021."), "coreq", facts)[0]["state"] == "answered"


def test_name_that_stands_for_nothing_is_refused_with_what_is_allowed(facts):
    with pytest.raises(StudyError, match=r"'\{people\}' names no figure; allowed: agreement|alpha"):
        filled(items("{people}"), "coreq", facts)


def test_missing_item_is_refused(facts):
    short = {"coreq": items()["coreq"][:-1]}
    with pytest.raises(StudyError, match="lists its 32 items as 1 to 32"):
        filled(short, "coreq", facts)


@pytest.mark.parametrize("guideline", GUIDELINES)
def test_guidelines_of_this_study_are_whole(guideline, facts):
    rows = filled(read_yaml(CONFIG), guideline, facts)
    assert len(rows) == GUIDELINES[guideline]
    assert {row["state"] for row in rows} == {"answered", "not known"}
