"""Hide what would give people away in tables of the same people, and check it as a reader would.

Categories are collapsed first, as config says; then cells are hidden; then the finished tables and
sentences are audited, and anything that can be worked out from them is a problem that stops the build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fieldstudy.disclose.audit import (
    Bounded,
    Outcome,
    Proven,
    hidden_numbers,
    in_sentence,
    proven,
)
from fieldstudy.disclose.counted import JOINED, Counted, collapsed, grids
from fieldstudy.disclose.grid import Grid
from fieldstudy.disclose.linked import ANOTHER, Linked
from fieldstudy.disclose.printed import read
from fieldstudy.disclose.rules import Rules
from fieldstudy.disclose.space import Cell, Nested, Said, Space, cell
from fieldstudy.disclose.suppress import Number, hidden
from fieldstudy.errors import Problem, Problems, StudyError


@dataclass(frozen=True)
class Controlled:
    """A table under control: what is left of it, and what was done.

    Parameters
    ----------
    table
        After collapsing.
    hidden
        The numbers that are not printed.
    into
        The categories that others were collapsed into.
    """

    table: Counted
    hidden: frozenset[Cell] = frozenset()
    into: tuple[str, ...] = ()

    @property
    def smallest(self) -> int | None:
        """The smallest crowd that is printed."""
        table = self.table
        shown = [table.value(*at) for at in table.places() if table.cell(*at) not in self.hidden]
        return min((count for count in shown if count), default=None)


@dataclass(frozen=True)
class Audited:
    """What the audit of all tables of one base table came to."""

    base: str
    space: int
    bounded: list[Bounded] = field(default_factory=list)
    proven: list[Proven] = field(default_factory=list)


def small(table: Counted, threshold: int) -> list[Cell]:
    """Give the numbers of a table that count somebody, and too few."""
    return [table.cell(*at) for at in table.places() if 0 < table.value(*at) < threshold]


def collapse(table: Counted, rules: Rules) -> Controlled:
    """Collapse categories, a declared step at a time, until no crowd is too small or no step is left."""
    into: list[str] = []
    for step in rules.collapse:
        if step.base != table.base or not small(table, rules.threshold):
            continue
        fewer = collapsed(table, step.column, step.into, step.of)
        if fewer != table:
            table = fewer
            into.append(step.into)
    return Controlled(table, into=tuple(into))


def control(
    tables: Sequence[Counted],
    sentences: Mapping[str, Sequence[Said]],
    rules: Rules,
    found: Problems,
    nested: Mapping[str, Nested] | None = None,
) -> tuple[list[Controlled], list[Audited]]:
    """Control all tables, those of one base table together.

    Parameters
    ----------
    tables
        All that count people and are to become open.
    sentences
        What findings tell of the people of each base table.
    rules
        Thresholds and steps.
    found
        Takes what stops the build.
    nested
        For each base table, which of its columns tell others.
    """
    done: list[Controlled] = []
    audits: list[Audited] = []
    for base in dict.fromkeys(table.base for table in tables):
        own = [collapse(table, rules) for table in tables if table.base == base]
        said, tells = sentences.get(base, ()), (nested or {}).get(base, {})
        names = ", ".join(one.table.name for one in own)
        if tight := _tight(said, rules):
            found.all += tight
            done += own
            continue
        try:
            kept = _hidden([one.table for one in own], said, rules, tells)
            own = [
                Controlled(
                    one.table, kept & {one.table.cell(*at) for at in one.table.places()}, one.into
                )
                for one in own
            ]
            audits.append(audit(base, own, said, rules, tells))
        except StudyError as error:
            found.all += [Problem(names, problem.what) for problem in error.problems]
        done += own
    for audited in audits:
        found.all += _problems(audited, rules)
    return done, audits


def _tight(sentences: Sequence[Said], rules: Rules) -> list[Problem]:
    """Refuse sentences that tell of a small crowd of those whom tables count."""
    what = (
        f"tells of fewer than {rules.threshold} people whom tables count too, so bounds on them are "
        "known; take it out of config/claims.yml, or word it without their number"
    )
    told = dict.fromkeys(
        one.where for one in sentences if 1 <= one.low < one.high < rules.threshold
    )
    return [Problem(where, what) for where in told]


def _hidden(
    tables: Sequence[Counted], sentences: Sequence[Said], rules: Rules, tells: Nested
) -> frozenset[Cell]:
    """Choose the numbers to hide."""
    numbers: dict[Cell, Number] = {}
    for table in tables:
        for row, column in table.places():
            counted, value = table.cell(row, column), table.value(row, column)
            margin = row is None or column is None
            numbers.setdefault(
                counted,
                Number(
                    counted,
                    value,
                    small=0 < value < rules.threshold,
                    margin=margin,
                    fixed=counted == cell(table.where) and value >= rules.threshold,
                ),
            )
    listed = list(numbers.values())
    if not any(number.small for number in listed):
        return frozenset()
    chosen = hidden(_space(tables, sentences, tells), listed, sentences, rules.protection)
    return frozenset(listed[at].cell for at in chosen)


def _space(tables: Sequence[Counted], sentences: Sequence[Said], tells: Nested) -> Space:
    """Give the space of what tables and sentences tell apart."""
    spread: dict[str, dict[str, None]] = {}
    cells = [table.cell(*at) for table in tables for at in table.places()]
    for counted in [*cells, *(said.cell for said in sentences)]:
        for name, categories in sorted(counted, key=lambda condition: condition[0]):
            spread.setdefault(name, {}).update(dict.fromkeys(sorted(categories)))
    whole = {name for table in tables if not table.where for name in (*table.down, table.across)}
    for name in set(spread) - whole:
        spread[name].setdefault(ANOTHER)
    return Space({name: tuple(categories) for name, categories in spread.items()}, tells)


def audit(
    base: str,
    tables: Sequence[Controlled],
    sentences: Sequence[Said],
    rules: Rules,
    tells: Nested | None = None,
) -> Audited:
    """Read the finished tables and sentences as a reader has them, and bound what is hidden."""
    words: dict[str, dict[str, frozenset[str]]] = {}
    printed = []
    for one in tables:
        table = one.table
        for names in table.rows:
            for name, label in zip(table.down, names, strict=True):
                words.setdefault(name, {})[label.printed] = label.meant
        for label in table.columns if table.across else []:
            words.setdefault(table.across, {})[label.printed] = label.meant
        # A table of shares is read as its counts, which tell no less.
        wide, long = grids(replace(table, measure="count"), one.hidden)
        printed.append(read(wide, table.across, table.where, table.down))
        names_of_long = (*table.down, table.across or "column of counts")
        printed.append(read(_apart(long, len(table.down)), "", table.where, names_of_long))
    more: dict[str, list[str]] = {}
    for said in sentences:
        for name, categories in said.cell:
            more.setdefault(name, []).extend(sorted(categories))
    linked = Linked(printed, words, True, more, tells or {})
    return Audited(
        base,
        len(linked.space.points),
        hidden_numbers(linked, sentences, rules.protection),
        proven(linked, sentences, rules.threshold),
    )


def _apart(long: Grid, down: int) -> Grid:
    """Take the joined labels of rows apart again, a column each."""
    if down == 1:
        return long
    heads = [f"row {at}" for at in range(down)]
    lines = [[*line[0].split(JOINED), *line[1:]] for line in long.rows]
    return Grid(long.name, [*heads, *long.columns[1:]], lines)


def _problems(audited: Audited, rules: Rules) -> list[Problem]:
    """Say of everything that can be worked out where it stands; never how much it is."""
    advice = "collapse categories, or keep a table safeguarded (config/tables.yml: tier)"
    found = [
        Problem(one.where, f"{in_sentence(one)}; {advice}")
        for one in audited.bounded
        if one.outcome is not Outcome.SAFE
    ]
    return found + [
        Problem(
            f"{audited.base}: {one.who}",
            f"is printed nowhere, and all that is printed together shows a crowd under the "
            f"threshold of {rules.threshold}; {advice}",
        )
        for one in audited.proven
    ]
