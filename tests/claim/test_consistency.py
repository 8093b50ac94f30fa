"""Printed figures against one another: which can be true, and by which rounding."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.__main__ import main
from fieldstudy.claim.consistency import RESULT, check, mean
from fieldstudy.claim.printed import CONVENTIONS, figure, read_figure
from fieldstudy.errors import StudyError
from fieldstudy.io import read_rows, read_yaml, write_text

ROUNDINGS = dict(zip((ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN), CONVENTIONS, strict=True))
PUBLISHED = Path(__file__).parents[2] / "data/published"
POPULATION = [
    {"region": "East", "vintage": "2019", "people": "4835928"},
    {"region": "East", "vintage": "2020", "people": "4865583"},
    {"region": "West", "vintage": "2020", "people": "54852974"},
]


def record(name: str) -> list[dict[str, str]]:
    assert name == "population"
    return POPULATION


def one(kind: str, printed: str = "", **cells: str) -> dict[str, str]:
    (row,) = check([{"kind": kind, "printed": printed, **cells}], record, "figures.csv")
    return dict(zip(RESULT, row, strict=True))


@pytest.mark.parametrize(
    ("printed", "part", "truncates"), [("62%", "29", False), ("38%", "18", True)]
)
def test_a_percentage_that_follows_from_its_count_is_consistent(
    printed: str, part: str, truncates: bool
) -> None:
    said = one("percent", printed, part=part, whole="47")
    assert said["verdict"] == "consistent"
    assert ("truncation" in said["conventions"]) == truncates


def test_a_percentage_that_no_rounding_gives_is_inconsistent() -> None:
    said = one("percent", "63%", part="29", whole="47")
    assert (said["verdict"], said["computed"]) == ("inconsistent", "61.7021%")


@pytest.mark.parametrize(
    ("printed", "only"),
    [
        ("12%", "rounding half to even; truncation"),
        ("13%", "rounding half up"),
    ],
)
def test_the_convention_that_makes_a_half_true_is_named(printed: str, only: str) -> None:
    assert one("percent", printed, part="1", whole="8")["conventions"] == only


def test_truncation_alone_is_told() -> None:
    said = one("value", "4.8 million", whole="@population.people[region=East; vintage=2020]")
    assert said["reason"] == "True only by truncation."


def test_a_percentage_without_its_count_is_tried_with_every_count() -> None:
    assert one("percent", "62%", whole="47")["computed"] == "29"
    assert one("percent", "63%", whole="47")["conventions"] == "truncation"  # 30 of 47
    assert one("percent", "67%", whole="47")["verdict"] == "inconsistent"


def test_a_mean_of_whole_numbers_must_be_a_fraction_of_their_number() -> None:
    """GRIM's own example (Brown and Heathers 2017): a mean of 5.19 of 28 people cannot be."""
    assert one("mean", "5.19", whole="28")["verdict"] == "inconsistent"
    assert one("mean", "5.18", whole="28")["verdict"] == "consistent"


def test_a_scale_of_several_items_allows_finer_means() -> None:
    assert one("mean", "5.19", whole="28", items="4")["verdict"] == "consistent"


@given(st.lists(st.integers(0, 7), min_size=1, max_size=60))
def test_a_true_mean_is_never_called_inconsistent(answers: list[int]) -> None:
    exact = Fraction(sum(answers), len(answers))
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    printed = str(decimal.quantize(Decimal("0.01"), ROUND_HALF_UP))
    assert mean(read_figure(printed), len(answers)).verdict == "consistent"


@given(st.integers(1, 300), st.data())
def test_a_true_percentage_is_never_called_inconsistent(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    value = Decimal(100 * part) / Decimal(whole)
    printed = f"{value.quantize(Decimal(1), ROUND_HALF_UP)}%"
    assert one("percent", printed, part=str(part), whole=str(whole))["verdict"] == "consistent"
    assert one("percent", printed, whole=str(whole))["verdict"] == "consistent"


def test_parts_must_make_their_whole() -> None:
    assert one("parts", "47", members="29; 18")["verdict"] == "consistent"
    assert one("parts", "47", members="29; 19")["verdict"] == "inconsistent"


def test_percentages_of_one_whole_must_make_a_hundred_within_their_rounding() -> None:
    assert one("percents", members="33%; 33%; 33%")["verdict"] == "consistent"
    assert one("percents", members="62%; 36%")["verdict"] == "inconsistent"


def test_only_even_percentages_are_halves_rounded_to_even() -> None:
    """62.5 and 37.5 make a hundred, and to even they print as 62 and 38; never as 62 and 37."""
    assert one("percents", members="62%; 37%")["conventions"] == "truncation"
    said = one("percents", members="50%; 48%; 0%; 0%")  # 50.5, 48.5, 0.5 and 0.5
    assert said["conventions"] == "rounding half to even; truncation"


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=5).filter(any), st.integers(0, 1))
def test_true_percentages_of_one_whole_can_always_make_a_hundred(
    counts: list[int], places: int
) -> None:
    shares = [Decimal(100 * count) / Decimal(sum(counts)) for count in counts]
    for rounding, name in ROUNDINGS.items():
        said = [f"{share.quantize(Decimal(1).scaleb(-places), rounding)}%" for share in shares]
        assert name in one("percents", members="; ".join(said))["conventions"]


@given(st.integers(0, 40), st.integers(1, 16))
def test_a_figure_is_true_by_the_roundings_that_print_it(part: int, whole: int) -> None:
    value = Decimal(100 * part) / Decimal(whole)
    for printed in range(int(value), int(value) + 2):
        by = [n for r, n in ROUNDINGS.items() if value.quantize(Decimal(1), r) == printed]
        said = one("percent", f"{printed}%", part=str(part), whole=str(whole))
        assert said["conventions"] == "; ".join(by)


def test_parts_that_are_rounded_make_their_whole_within_their_rounding() -> None:
    assert one("parts", "100.0", members="33.3; 33.3; 33.3")["verdict"] == "consistent"
    assert one("parts", "4.8 million", members="2.1 million; 2.5 million")["verdict"] == (
        "inconsistent"
    )


def test_a_figure_of_a_large_whole_needs_no_trying() -> None:
    said = one("percent", "8%", whole="59500000")
    assert said["computed"] == "any from 4,462,500 to 5,354,999"


def test_what_a_mean_could_be_is_said() -> None:
    assert one("mean", "3.48", whole="12")["reason"] == (
        "No whole number makes it by any rounding; the nearest are 41 (3.4167) and 42 (3.5)."
    )


def test_a_total_must_name_as_many_members() -> None:
    assert one("total", "three", members="a; b; c")["verdict"] == "consistent"
    assert one("total", "three", members="a; b; b")["verdict"] == "inconsistent"


@pytest.mark.parametrize(("printed", "whole"), [("six", "five"), ("four of six", "five")])
def test_a_part_is_no_greater_than_its_whole_and_of_that_whole(printed: str, whole: str) -> None:
    assert one("part", printed, whole=whole)["verdict"] == "inconsistent"
    assert one("part", "four of five", whole="five")["verdict"] == "consistent"


def test_a_share_of_a_population_may_rest_on_a_rounded_part() -> None:
    whole = "@population.people[vintage=2020]"
    assert one("percent", "8%", part="4.8 million", whole=whole)["verdict"] == "consistent"
    assert one("percent", "9%", part="4.8 million", whole=whole)["verdict"] == "inconsistent"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@population.people[place=East]", "'place' is no column of population"),
        ("@population.people[region=South]", "finds no numbers"),
        ("@population", "is no record"),
        ("many", "'many' is no figure"),
    ],
)
def test_what_is_no_figure_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        figure(text, record)


def test_all_rows_that_cannot_be_read_are_told_at_once() -> None:
    rows = [{"kind": "median", "printed": "3"}, {"kind": "mean", "printed": "3", "whole": ""}]
    rows.append({"kind": "mean", "printed": "much", "whole": "3"})
    with pytest.raises(StudyError) as told:
        check(rows, record, "figures.csv")
    assert [problem.where for problem in told.value.problems] == [
        "figures.csv:2: kind",
        "figures.csv:3: whole",
        "figures.csv:4: printed",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("mean,3.48,,0", "whole: '0' is not a whole number of one or more"),
        ("percent,62%,29,4,7", "has 5 cells where the header has 4"),
        ("percent,62%,29", "has 3 cells where the header has 4"),
        ("percent,62%,,many", "whole: 'many' is no figure; allowed: digits"),
        ("value,62%,,@../secret.x", "whole: '@../secret.x' is no record"),
    ],
)
def test_a_row_is_told_with_its_place_and_what_is_allowed(
    row: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "figures.csv"
    write_text(listed, f"kind,printed,part,whole\n{row}\n")
    assert main(["claim", "consistency", str(listed)]) == 2
    assert f"{listed}:2: {said}" in capsys.readouterr().err


def test_a_list_without_kinds_is_told_its_columns(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="has no column 'kind'; its columns are id, kind, printed"):
        check([{"name": "x"}], record, "figures.csv")


def test_the_command_checks_any_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "figures.csv"
    write_text(listed, "id,kind,printed,part,whole\nshare,percent,63%,29,47\n")
    assert main(["claim", "consistency", str(listed)]) == 0
    assert "1 figure checked; 1 cannot be true" in capsys.readouterr().out
    assert main(["claim", "consistency", str(listed), "--strict"]) == 1


def test_the_published_list_holds_only_figures_of_published_claims() -> None:
    claims = {c["id"]: c for c in read_yaml(PUBLISHED / "claims.yml")["claims"]}
    for row in read_rows(PUBLISHED / "figures.csv"):
        said = [claims[name] for name in row["claims"].split("; ")]
        printed = " ".join(str(value) for claim in said for value in claim.values())
        cells = [row["printed"], row["part"], row["whole"], *row["members"].split("; ")]
        for cell in filter(None, cells):
            assert cell.startswith("@") or cell in printed, (row["id"], cell)
