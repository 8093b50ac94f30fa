"""What is hidden in a table is tried from everything that is printed beside it."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.__main__ import main
from fieldstudy.disclose.audit import Outcome, hidden_numbers, proven
from fieldstudy.disclose.grid import Grid, read_grid, to_csv
from fieldstudy.disclose.linked import Linked
from fieldstudy.disclose.outside import protected
from fieldstudy.disclose.printed import read
from fieldstudy.disclose.space import EVERYONE, LARGEST, Said, cell
from fieldstudy.errors import StudyError
from fieldstudy.io import write_text

OFFICES = ("police", "commissioner", "unit", "council", "health")
AREAS = ("North", "South", "East", "West")
# Five offices by four areas, 47 people. Ten cells hold one or two; if those alone are hidden, the
# rows council and health each give theirs by subtraction, and then the column North gives police.
COUNTS = ((1, 1, 2, 4), (3, 3, 1, 2), (4, 1, 2, 2), (6, 2, 5, 3), (1, 4, 0, 0))
THRESHOLD = 3


def wide(counts: tuple[tuple[int, ...], ...] = COUNTS, heads: tuple[str, ...] = AREAS) -> Grid:
    """Lay counts out as print, nothing hidden."""
    rows = [
        [office, *map(str, line), str(sum(line))]
        for office, line in zip(OFFICES, counts, strict=False)
    ]
    below = [sum(column) for column in zip(*counts, strict=True)]
    return Grid(
        "offices",
        ["office", *heads, "total"],
        [*rows, ["total", *map(str, below), str(sum(below))]],
    )


def small_hidden(table: Grid) -> Grid:
    """Hide the small cells alone."""
    hidden = [
        ["[c]" if at and 0 < int(cell) < THRESHOLD else cell for at, cell in enumerate(row)]
        for row in table.rows
    ]
    return Grid(table.name, table.columns, hidden)


def one_each() -> Grid:
    """Give the 47 people themselves."""
    rows = [
        [office, area]
        for office, line in zip(OFFICES, COUNTS, strict=True)
        for area, count in zip(AREAS, line, strict=True)
        for _ in range(count)
    ]
    return Grid("people", ["office", "area"], rows)


@pytest.fixture
def put(tmp_path: Path):
    """Write tables, and give their paths."""

    def write(**tables: Grid) -> dict[str, Path]:
        paths = {name: tmp_path / f"{name}.csv" for name in tables}
        for name, table in tables.items():
            write_text(paths[name], to_csv(table))
        return paths

    return write


# Two columns of the table counted as one: nothing small in it, and yet it tells what the other hides.
MERGED = Grid(
    "merged",
    ["office", "North + South", "East + West", "total"],
    [
        [office, str(sum(line[:2])), str(sum(line[2:])), str(sum(line))]
        for office, line in zip(OFFICES, COUNTS, strict=True)
    ],
)


def found_out(*tables: Grid, protection: float = 1) -> list[str]:
    bounded = hidden_numbers(Linked([read(table) for table in tables]), (), protection)
    return [one.where for one in bounded if one.outcome is not Outcome.SAFE]


def count_hidden(table: Grid) -> int:
    return sum(cell == "[c]" for row in table.rows for cell in row)


def safe_table() -> Grid:
    return protected(one_each(), "office", "area", threshold=3, protection=3)


def test_hiding_small_cells_alone_leaves_three_of_ten_to_be_worked_out() -> None:
    table = small_hidden(wide())
    assert table.rows[-1][-1] == "47"
    assert count_hidden(table) == 10
    assert found_out(table) == [
        "offices: row 'police': column 'North'",
        "offices: row 'council': column 'South'",
        "offices: row 'health': column 'North'",
    ]


def test_none_can_be_worked_out_after_protection_and_the_totals_stay_true() -> None:
    table = safe_table()
    assert found_out(table, protection=3) == []
    truth = {row[0]: row for row in wide().rows}
    for row in table.rows:
        true = dict(zip(wide().columns, truth[row[0]], strict=True))
        assert all(
            said in ("[c]", true[head]) for head, said in zip(table.columns, row, strict=True)
        )
        assert row[-1] == true["total"]
    small = [
        table.rows[sorted(OFFICES).index(office)][table.columns.index(area)]
        for office, line in zip(OFFICES, COUNTS, strict=True)
        for area, count in zip(AREAS, line, strict=True)
        if 0 < count < 3
    ]
    assert small == ["[c]"] * 10


def test_a_second_table_that_overlaps_lets_hidden_numbers_be_worked_out() -> None:
    assert found_out(safe_table()) == []
    exact = found_out(safe_table(), MERGED)
    assert exact
    for where in exact:
        assert where.startswith("people: row ")


def test_bounds_are_what_trying_every_table_gives() -> None:
    """The audit against brute force: every 2 x 3 table of whole numbers that agrees with the print."""
    table = Grid(
        "t",
        ["a", "x", "y", "z", "total"],
        [
            ["p", "[c]", "[c]", "1", "4"],
            ["q", "[c]", "[c]", "3", "6"],
            ["total", "3", "3", "4", "10"],
        ],
    )
    fits = [
        cells
        for cells in itertools.product(range(11), repeat=4)
        if cells[0] + cells[1] == 3
        and cells[2] + cells[3] == 3
        and cells[0] + cells[2] == 3
        and cells[1] + cells[3] == 3
    ]
    bounded = hidden_numbers(Linked([read(table)]))
    assert [(one.low, one.high) for one in bounded] == [
        (min(fit[at] for fit in fits), max(fit[at] for fit in fits)) for at in range(4)
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=4))
def test_the_truth_always_lies_within_the_bounds(counts: list[list[int]]) -> None:
    table = wide(tuple(map(tuple, counts)), AREAS[:3])
    true = {
        (row[0], head): int(row[at])
        for row in table.rows
        for at, head in enumerate(table.columns)
        if at
    }
    bounded = hidden_numbers(Linked([read(small_hidden(table))]))
    for one in bounded:
        row, head = (part.split("'")[1] for part in one.where.split(": ")[1:])
        assert one.low <= true[row, head] <= one.high


def test_a_share_that_is_printed_gives_its_count_away() -> None:
    rows = [["police", "North", "[c]", "0.2857"], ["police", "South", "[c]", ""]]
    shares = Grid("long", ["row", "column", "count", "row_share"], rows)
    totals = Grid("offices", ["office", "count"], [["police", "7"]])
    assert found_out(shares, totals) == [
        "long: row 'police · North': column 'count'",
        "long: row 'police · South': column 'count'",
    ]


def test_a_rounded_share_gives_away_no_more_than_its_rounding() -> None:
    rows = [["police", "North", "[c]", "0.3"], ["police", "South", "[c]", ""]]
    shares = Grid("long", ["row", "column", "count", "row_share"], rows)
    totals = Grid("offices", ["office", "count"], [["police", "40"]])
    bounded = hidden_numbers(Linked([read(shares), read(totals)]))
    assert [(one.low, one.high) for one in bounded] == [(10, 14), (26, 30)]


PERCENT = [["police", "63%", "38%"], ["health", "20%", "80%"]]
NUMBERS = Grid("numbers", ["office", "count"], [["police", "8"], ["health", "5"], ["total", "13"]])


def test_percentages_alone_give_counts_away_once_their_whole_is_printed() -> None:
    percent = Grid("percent", ["office", "North", "South"], PERCENT)
    (crowd,) = proven(Linked([read(percent), read(NUMBERS)]), (), 3)
    assert (crowd.who, crowd.low, crowd.high) == ("column of percent North and office health", 1, 1)
    assert proven(Linked([read(percent)]), (), 3) == []


def test_percentages_are_of_that_in_which_they_make_a_hundred() -> None:
    def kinds(rows: list[list[str]]) -> set[str]:
        return {e.share for e in read(Grid("t", ["office", "North", "South"], rows)).entries}

    assert kinds(PERCENT) == {"row_share"}
    assert kinds([["police", "75%", "50%"], ["health", "25%", "50%"]]) == {"column_share"}
    assert kinds([["police", "40%", "10%"], ["health", "30%", "20%"]]) == {"total_share"}
    assert kinds([["police", "63%", "38%"], ["health", "20%", "[c]"]]) == {"row_share", ""}
    with pytest.raises(StudyError, match="make a hundred neither along rows"):
        kinds([["police", "75%", "75%"], ["health", "75%", "75%"]])


def test_a_share_behind_a_count_tells_the_whole_that_is_hidden() -> None:
    rows = [["police", "29 (62%)"], ["health", "[c]"], ["total", "[c]"]]
    bounded = hidden_numbers(Linked([read(Grid("t", ["office", "count"], rows))]))
    assert [(one.low, one.high) for one in bounded] == [(18, 18), (47, 47)]


def test_a_share_of_everyone_is_no_number_of_people_and_people_stay_whole() -> None:
    """A third of seven, rounded, is two people; a reader who took them for amounts could not tell."""
    table = Grid("t", ["office", "count"], [["police", "[c]"], ["health", "[c]"], ["total", "7"]])
    police = cell({"office": frozenset({"police"})})
    share = Said(police, 0.25, 0.35, EVERYONE, "finding 'police'")
    bounded = hidden_numbers(Linked([read(table)]), [share])
    assert [(one.low, one.high) for one in bounded] == [(2, 2), (5, 5)]


def test_a_sentence_gives_a_hidden_number_away() -> None:
    table = Linked([read(safe_table())])
    assert not [one for one in hidden_numbers(table) if one.outcome is Outcome.EXACT]
    police_north = cell({"office": frozenset({"police"}), "column of people": frozenset({"North"})})
    bounded = hidden_numbers(table, [Said(police_north, 1, 1, None, "finding 'police_north'")])
    assert "people: row 'police': column 'North'" in [
        one.where for one in bounded if one.outcome is Outcome.EXACT
    ]


def test_margins_alone_can_prove_a_small_crowd() -> None:
    by_role = Grid("role", ["role", "n"], [["officer", "9"], ["nurse", "1"], ["total", "10"]])
    by_place = Grid("place", ["place", "n"], [["town", "9"], ["village", "1"], ["total", "10"]])
    assert proven(Linked([read(by_role), read(by_place)]), (), 3) == []
    every = Grid("place", ["place", "n"], [["town", "10"], ["village", "0"], ["total", "10"]])
    (crowd,) = proven(Linked([read(by_role), read(every)]), (), 3)
    assert (crowd.who, crowd.low, crowd.high) == ("place town and role nurse", 1, 1)


def test_tables_that_contradict_each_other_are_refused() -> None:
    other = Grid("other", ["office", "count"], [["police", "3"], ["total", "46"]])
    with pytest.raises(StudyError, match="contradict each other"):
        found_out(small_hidden(wide()), other)


def test_axes_of_one_name_with_other_categories_are_kept_apart() -> None:
    kinds = Grid(
        "kinds", ["office", "count"], [["public", "30"], ["private", "17"], ["total", "47"]]
    )
    assert len(found_out(small_hidden(wide()), kinds)) == 3


def test_a_range_is_read_as_bounds() -> None:
    table = Grid("t", ["a", "count"], [["p", "< 3"], ["q", "< 3"], ["total", "4"]])
    assert len(found_out(table)) == 2


def test_a_cell_that_is_no_number_is_told_with_its_place() -> None:
    table = Grid("t", ["a", "x", "y"], [["p", "3", "4"], ["q", "few", "5"]])
    with pytest.raises(StudyError, match="t:3: x: 'few' is not a number; allowed"):
        read(table)


def test_a_table_of_ten_by_eight_is_protected() -> None:
    counts = np.random.default_rng(1).poisson(12, (10, 8))
    people = Grid(
        "big",
        ["role", "place"],
        [[f"r{r}", f"c{c}"] for (r, c), n in np.ndenumerate(counts) for _ in range(n)],
    )
    table = protected(people, "role", "place", threshold=10, protection=10)
    hidden = count_hidden(table)
    assert int((counts < 10).sum()) < hidden < 40
    assert found_out(table, protection=10) == []


def test_too_many_combinations_are_refused_with_the_limit() -> None:
    side = math.isqrt(LARGEST) + 1
    rows = [[f"r{at}", *["1"] * side] for at in range(side)]
    with pytest.raises(StudyError, match=r"4,225 combinations.*more than the 4,096"):
        Linked([read(Grid("vast", ["role", *(f"c{at}" for at in range(side))], rows))])


def test_the_command_finds_what_two_tables_tell_together(put, capsys) -> None:
    paths = put(first=safe_table(), second=MERGED)
    assert main(["disclose", "audit", str(paths["first"])]) == 0
    assert "of these 0 can be worked out" in capsys.readouterr().out
    assert main(["disclose", "audit", *map(str, paths.values())]) == 1
    assert "found exactly" in capsys.readouterr().out


def test_groups_are_named_in_a_file_of_their_own(put) -> None:
    shown = Grid("shown", ["office", "coast", "inland", "total"], MERGED.rows)
    pairs = [["coast", "North"], ["coast", "South"], ["inland", "East"], ["inland", "West"]]
    paths = put(first=safe_table(), second=shown, groups=Grid("g", ["group", "category"], pairs))
    tables = [str(paths["first"]), str(paths["second"])]
    assert main(["disclose", "audit", *tables, "--groups", str(paths["groups"])]) == 1


def test_the_command_protects_people_in_a_table(put, tmp_path, capsys) -> None:
    paths = put(people=one_each())
    out = tmp_path / "table.csv"
    words = ["--rows", "office", "--columns", "area", "--threshold", "3"]
    main(["disclose", "protect", str(paths["people"]), *words, "--out", str(out)])
    assert read_grid(out).rows == safe_table().rows
    assert "12 numbers are hidden, as [c]; totals are true" in capsys.readouterr().out


def test_an_amount_that_one_contributor_dominates_is_hidden() -> None:
    rows = [["a", "x", "90"], ["a", "x", "5"], ["a", "x", "5"]]
    rows += [[r, c, "30"] for r, c in itertools.product("abc", "xy") for _ in range(3)]
    people = Grid("grants", ["area", "kind", "amount"], [*rows, ["b", "y", "4000"]])
    table = protected(people, "area", "kind", 2, 10.0, "amount", (1, 75.0))
    assert table.rows[1][2] == "[c]"
    assert found_out(table, protection=2 * 4000 * 0.1) == []
    assert sum(map(int, [table.rows[-1][3]])) == 4640
