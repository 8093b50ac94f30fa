"""Shares, comparisons and rates with their uncertainty, as ``config/tables.yml`` declares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from fieldstudy.errors import Problems
from fieldstudy.tabulate import small
from fieldstudy.tabulate.small import Share

ALL = "all"
SHARES = (
    *("id", "label", "group", "group_label", "part", "whole", "share"),
    *("exact_low", "exact_high", "wilson_low", "wilson_high"),
)
COMPARISONS = (
    *("id", "label", "one", "other", "difference", "low", "high"),
    *("odds_ratio", "odds_low", "odds_high", "fisher", "boschloo"),
    *("of", "cases", "areas_one", "areas_other", "least_p", "widest"),
)
RATES = ("id", "label", "area", "code", "dated", "events", "people", "per", "rate", "low", "high")
KEYS = {
    "comparisons": ("id", "label", "from", "share", "between", "within"),
    "rates": ("id", "label", "dated", "per", "events", "people"),
}
Block = Mapping[str, Any]
Tables = Mapping[str, pd.DataFrame]


def written(value: float, places: int = 4) -> str:
    """Write a number with four places; what is infinite or undefined is empty.

    Examples
    --------
    >>> written(0.05), written(float("inf"))
    ('0.0500', '')
    """
    return f"{value:.{places}f}" if small.finite(value) else ""


def checked(declared: Mapping[str, Any], tables: Tables, where: str) -> dict[str, list[Block]]:
    """Give the blocks that config declares.

    Raises
    ------
    StudyError
        For each block that lacks a key or names a table or column that is not there.
    """
    found = Problems()
    out: dict[str, list[Block]] = {}
    for kind, keys in KEYS.items():
        out[kind] = list(declared.get(kind) or [])
        for number, block in enumerate(out[kind], start=1):
            place = f"{where}: {kind}, entry {number}"
            missing = [key for key in keys if not block.get(key)]
            if missing:
                found.add(place, f"lacks {', '.join(missing)}; it needs {', '.join(keys)}")
                continue
            for name, columns in _used(kind, block).items():
                if name not in tables:
                    found.add(
                        place, f"'{name}' is not a base table; allowed: {', '.join(sorted(tables))}"
                    )
                    continue
                for column in columns:
                    if column not in tables[name]:
                        what = f"'{column}' is not a column of {name}; allowed: "
                        found.add(place, what + ", ".join(tables[name].columns))
    found.stop_if_any()
    return out


def _used(kind: str, block: Block) -> dict[str, list[str]]:
    """Give the base tables and columns that a block reads."""
    if kind == "comparisons":
        return {block["from"]: [*block["share"], *block["between"], block["within"]]}
    events, people = block["events"], block["people"]
    return {
        events["from"]: [events["value"], events["area"], events["code"]],
        people["from"]: [people["value"], people["code"], *people.get("where", {})],
    }


def shares(blocks: Sequence[Block], tables: Tables) -> pd.DataFrame:
    """Give each share in each group and in all, with both intervals."""
    rows = []
    for block in blocks:
        for group, label, share in _shares(block, tables):
            exact, score = small.clopper_pearson(share), small.wilson(share)
            numbers = [written(value) for value in (share.value, *exact, *score)]
            cells = (block["id"], block["label"], group, label, str(share.part), str(share.whole))
            rows.append([*cells, *numbers])
    return _keyed("shares", rows, SHARES, ("id", "group"))


def _shares(block: Block, tables: Tables) -> list[tuple[str, str, Share]]:
    """Count a block's share in each of its groups that has rows, and in all of them."""
    table = tables[block["from"]]
    ((column, groups),) = block["between"].items()
    met = pd.Series(True, index=table.index)
    for name, values in block["share"].items():
        met &= table[name].isin([values] if isinstance(values, str) else values)
    within = {group: table[column] == group for group in groups}
    within[ALL] = table[column].isin(list(groups))
    named = {**groups, ALL: block.get("all", ALL)}
    return [
        (group, named[group], Share(int((met & one).sum()), int(one.sum())))
        for group, one in within.items()
        if one.any()
    ]


def comparisons(blocks: Sequence[Block], tables: Tables) -> pd.DataFrame:
    """Compare each share between its two groups; a test that is left out is an empty cell."""
    rows = []
    for block in blocks:
        counted = {group: share for group, _, share in _shares(block, tables)}
        ((column, groups),) = block["between"].items()
        if len(groups) != 2 or not set(groups) <= set(counted):
            continue
        first, second = groups
        one, other = counted[first], counted[second]
        table = tables[block["from"]]
        areas = [table.loc[table[column] == g, block["within"]].nunique() for g in groups]
        numbers = [
            *(one.value - other.value, *small.newcombe(one, other)),
            *small.odds_ratio(one, other),
            *(small.fisher(one, other), small.boschloo(one, other)),
        ]
        bearing = [written(small.least_p(*areas)), written(small.widest(one.whole + other.whole))]
        cases = [block["from"], str(one.whole + other.whole), *map(str, areas)]
        names = [block["id"], block["label"], groups[first], groups[second]]
        rows.append([*names, *map(written, numbers), *cases, *bearing])
    return _keyed("comparisons", rows, COMPARISONS, ("id",))


def rates(blocks: Sequence[Block], tables: Tables) -> pd.DataFrame:
    """Give the rate of events in each area of the public record, and in all of them together."""
    rows = []
    for block in blocks:
        events, people = block["events"], block["people"]
        counted = tables[events["from"]]
        living = tables[people["from"]]
        for column, kept in people.get("where", {}).items():
            living = living[living[column] == kept]
        of = dict(zip(living[people["code"]], living[people["value"]].map(int), strict=True))
        _all_known(counted[events["code"]], of, block)
        lines = [
            (area, code, int(count), of[code])
            for area, code, count in counted[
                [events[c] for c in ("area", "code", "value")]
            ].itertuples(index=False, name=None)
        ]
        lines.append((ALL, "", sum(line[2] for line in lines), sum(line[3] for line in lines)))
        per = int(block["per"])
        for area, code, count, whole in lines:
            numbers = [written(n * per / whole) for n in (count, *small.poisson(count))]
            cells = [block["id"], block["label"], area, code, block["dated"]]
            rows.append([*cells, str(count), str(whole), block["per"], *numbers])
    return _keyed("rates", rows, RATES, ("id", "area"))


def _all_known(codes: pd.Series[str], of: Mapping[str, int], block: Block) -> None:
    """Refuse events in an area whose population is not given."""
    found = Problems()
    for code in sorted(set(codes) - set(of)):
        what = f"has no area '{code}', where events are counted; add its population"
        found.add(f"config/tables.yml: rates: {block['id']}: {block['people']['from']}", what)
    found.stop_if_any()


def _keyed(
    name: str, rows: list[list[str]], columns: Sequence[str], key: Sequence[str]
) -> pd.DataFrame:
    """Make a base table of rows."""
    table = pd.DataFrame(rows, columns=list(columns), dtype=str)
    ids = [":".join([name, *map(str, values)]) for values in table[list(key)].to_numpy()]
    table.insert(0, "row", pd.Series(ids, dtype=str))
    return table


def appendix(declared: Mapping[str, Any], tables: Tables, where: str) -> dict[str, pd.DataFrame]:
    """Give the base tables ``shares`` and ``comparisons``, and ``rates``, where config asks for them."""
    blocks = checked(declared, tables, where)
    made: dict[str, pd.DataFrame] = {}
    if compared := blocks["comparisons"]:
        made |= {"shares": shares(compared, tables), "comparisons": comparisons(compared, tables)}
    if blocks["rates"]:
        made["rates"] = rates(blocks["rates"], tables)
    return made
