"""Shares, comparisons and rates as config declares them, counted from base tables."""

from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.rates import confint_poisson

from fieldstudy.errors import StudyError
from fieldstudy.io import read_yaml
from fieldstudy.tabulate.appendix import appendix

CONFIG = """
comparisons:
  - {id: partners, label: for partners, from: programmes, share: {whom: [schools, youth]}, within: area,
     between: {group: {unit: with a unit, none: without}}, all: all areas}
rates:
  - id: knife
    label: offences
    dated: year to December 2019
    per: "100000"
    events: {from: offences, value: offences, area: area, code: code}
    people: {from: population, value: people, code: code, where: {vintage: mid-2019}}
"""
PROGRAMMES = [("unit", "A", "schools"), ("unit", "B", "youth"), ("unit", "B", "prison")] + [
    ("none", area, whom) for area in "CDE" for whom in ("schools", "prison", "prison")
]
TABLES = {
    "programmes": pd.DataFrame(PROGRAMMES, columns=["group", "area", "whom"]),
    "offences": pd.DataFrame(
        {"area": ["Derbyshire", "Rutland"], "code": ["E1", "E2"], "offences": ["775", "0"]}
    ),
    "population": pd.DataFrame(
        {
            "code": ["E1", "E2", "E1"],
            "people": ["1059996", "40000", "1064000"],
            "vintage": ["mid-2019", "mid-2019", "mid-2020"],
        }
    ),
}


@pytest.fixture
def declared(tmp_path):
    path = tmp_path / "tables.yml"
    path.write_text(CONFIG)
    return read_yaml(path)


def made(declared, name):
    return appendix(declared, TABLES, "tables.yml")[name].to_dict("records")


def test_shares_are_counted_in_each_group_and_in_all(declared):
    rows = made(declared, "shares")
    assert [(row["group"], row["part"], row["whole"], row["share"]) for row in rows] == [
        ("unit", "2", "3", "0.6667"),
        ("none", "3", "9", "0.3333"),
        ("all", "5", "12", "0.4167"),
    ]
    assert rows[0]["row"] == "shares:partners:unit"


def test_a_comparison_knows_how_many_areas_it_rests_on(declared):
    (row,) = made(declared, "comparisons")
    assert (row["difference"], row["cases"]) == ("0.3333", "12")
    assert (row["areas_one"], row["areas_other"], row["least_p"]) == ("2", "3", "0.1000")


def test_an_audit_too_large_for_boschloos_test_has_fishers_alone(declared):
    many = TABLES | {"programmes": pd.concat([TABLES["programmes"]] * 50, ignore_index=True)}
    (row,) = appendix(declared, many, "tables.yml")["comparisons"].to_dict("records")
    assert (row["cases"], row["boschloo"]) == ("600", "")
    assert row["fisher"] == "0.0000"
    (few,) = made(declared, "comparisons")
    assert float(few["boschloo"]) > 0


def test_a_rate_is_of_the_population_of_its_vintage_with_an_exact_interval(declared):
    derbyshire, rutland, together = made(declared, "rates")
    assert derbyshire["rate"] == f"{775 * 1e5 / 1059996:.4f}"
    low, high = confint_poisson(775, 1, "exact-c")
    assert derbyshire["low"] == f"{low * 1e5 / 1059996:.4f}"
    assert derbyshire["high"] == f"{high * 1e5 / 1059996:.4f}"
    assert (rutland["rate"], rutland["low"]) == ("0.0000", "0.0000")
    assert (together["area"], together["people"]) == ("all", "1099996")


def test_an_area_without_a_population_is_told(declared):
    declared["rates"][0]["people"]["where"] = {"vintage": "mid-2020"}
    with pytest.raises(StudyError, match="has no area 'E2'"):
        appendix(declared, TABLES, "tables.yml")


def test_a_block_that_names_no_column_of_its_table_is_told(declared):
    declared["comparisons"][0]["share"] = {"who": "schools"}
    with pytest.raises(
        StudyError, match="comparisons, entry 1: 'who' is not a column of programmes"
    ):
        appendix(declared, TABLES, "tables.yml")


def test_a_study_without_comparisons_has_no_such_tables():
    assert appendix({}, {}, "tables.yml") == {}
