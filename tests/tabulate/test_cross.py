from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.tabulate.cross import cross
from fieldstudy.tabulate.declare import cross_tables

AUDIT = pd.DataFrame(
    [("vru", "partners")] * 19
    + [("non-vru", "partners")] * 10
    + [("vru", "justice")] * 10
    + [("non-vru", "justice")] * 8,
    columns=["group", "target_group"],
)
BLOCK = {
    **{"id": "audit", "title": "Audit", "from": "interventions", "measure": "count"},
    **{"rows": "target_group", "columns": "group", "tier": "open", "people": "no"},
    "order": {
        "target_group": ["partners", "justice", "nobody"],
        "group": {"vru": "with a unit", "non-vru": "without"},
    },
}


def made(base=AUDIT, **changed):
    block = {key: value for key, value in (BLOCK | changed).items() if value is not None}
    [table] = cross_tables([block])
    return cross(table, base)


def lines(table):
    return table.to_csv(index=False, lineterminator="\n").splitlines()


def test_counts_have_margins_and_a_declared_category_that_is_absent_is_zero():
    assert lines(made().wide) == [
        "target_group,with a unit,without,total",
        "partners,19,10,29",
        "justice,10,8,18",
        "nobody,0,0,0",
        "total,29,18,47",
    ]


def test_long_form_has_exact_shares_of_row_column_and_whole():
    assert lines(made().long)[:3] == [
        "row,column,count,row_share,column_share,total_share",
        "partners,with a unit,19,0.6552,0.6552,0.4043",
        "partners,without,10,0.3448,0.5556,0.2128",
    ]
    assert lines(made().long)[-1] == "nobody,without,0,,0.0000,0.0000"


def test_shares_of_rows_keep_the_counts_they_are_shares_of():
    assert lines(made(measure="share_row").wide)[1] == "partners,0.6552,0.3448,29"
    assert lines(made(measure="share_row").wide)[-1] == "total,0.6170,0.3830,47"
    assert lines(made(measure="share_column").wide)[1] == "partners,0.6552,0.5556,29"
    assert lines(made(measure="share_column").wide)[-1] == "total,29,18,47"


def test_one_way_table_has_a_column_of_counts():
    assert lines(made(columns=None).wide) == [
        "target_group,count",
        "partners,29",
        "justice,18",
        "nobody,0",
        "total,47",
    ]


def test_where_keeps_the_rows_of_a_value():
    assert lines(made(where={"group": "vru"}).wide)[-1] == "total,29,0,29"
    assert lines(made(where={"group": ["vru", "non-vru"]}).wide)[-1] == "total,29,18,47"


def test_category_missing_from_the_order_is_an_error_and_never_lost():
    with pytest.raises(StudyError, match="audit: order: group: 'non-vru' is in 'interventions'"):
        made(order={"group": ["vru"]})


def test_several_row_columns_give_every_combination():
    table = made(rows=["target_group", "group"], columns=None)
    assert lines(table.wide)[:2] == ["target_group,group,count", "partners,with a unit,19"]
    assert table.long["row"].tolist()[1] == "partners · without"
    assert len(table.wide) == 3 * 2 + 1


def test_rows_can_be_sorted_by_their_total():
    table = made(rows="group", columns="target_group", order={}, sort="total")
    assert table.wide["group"].tolist() == ["vru", "non-vru", "total"]


def test_first_shows_words_in_the_declared_order_and_leaves_others_out():
    findings = pd.DataFrame(
        [("b", "Area A", "silent"), ("a", "Area A", "affirms"), ("c", "Area A", "denies")],
        columns=["code", "area", "stance"],
    )
    order = {"code": {"a": "A board", "b": "A plan"}, "stance": {"affirms": "present"}}
    table = made(
        findings, rows="code", columns="area", measure="first", value="stance", order=order
    )
    assert lines(table.wide) == ["code,Area A", "A board,present", "A plan,silent"]
    assert lines(table.long)[1] == "A board,Area A,present"


def test_listing_prints_base_columns_as_they_stand():
    agreement = pd.DataFrame(
        [("all", "", "0.93"), ("all", "x", "1")], columns=["theme", "code", "alpha"]
    )
    table = made(
        agreement, rows="theme", columns=["alpha"], measure="listing", where={"code": ""}, order={}
    )
    assert lines(table.wide) == ["theme,alpha", "all,0.93"]


def test_empty_base_table_is_a_table_of_zeros():
    assert lines(made(AUDIT[:0]).wide)[-1] == "total,0,0,0"
    assert set(made(AUDIT[:0]).long["total_share"]) == {""}


def test_column_that_the_base_table_lacks_is_named_with_those_it_has():
    with pytest.raises(StudyError, match=r"'sector' is not a column.*allowed: group, target_group"):
        made(rows="sector")


rows = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=40)


@settings(deadline=None)  # the first call imports
@given(rows)
def test_margins_are_sums_and_shares_are_exact(pairs):
    base = pd.DataFrame(pairs, columns=["group", "target_group"], dtype=str)
    order = {"group": list("abc"), "target_group": list("xy")}
    table = made(base, rows="group", columns="target_group", order=order)
    counts = table.long["count"].astype(int)
    assert counts.sum() == len(pairs) == int(table.wide["total"].tolist()[-1])
    for line in table.long.to_dict("records") if pairs else []:
        exact = Fraction(int(line["count"]), len(pairs))
        assert abs(Fraction(line["total_share"]) - exact) <= Fraction(1, 20000)
