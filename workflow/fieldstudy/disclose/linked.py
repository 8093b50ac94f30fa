"""Link tables of the same people: which axes are one dimension, and what each number then counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from fieldstudy.disclose.printed import Entry, Table, bounds_of, share_bounds
from fieldstudy.disclose.space import Categories, Cell, Nested, Said, Space, cell

OR = " + "
ANOTHER = "another"  # the category of those whom no table counts that is of everyone
# Dimension → label → the categories that it stands for; under "" for any dimension.
Words = Mapping[str, Mapping[str, Categories]]


@dataclass(frozen=True)
class Linked:
    """Tables with the dimension of each of their axes.

    Parameters
    ----------
    tables
        As printed.
    words
        What their labels stand for; a label ``A + B`` is either, any other is itself.
    declared
        Whether the names of axes say what they are. Without it, as outside a study, axes are one
        dimension where their categories agree and their names do not differ.
    more
        Categories that sentences name and no table does.
    tells
        As in :class:`Space`.
    """

    tables: Sequence[Table]
    words: Words = field(default_factory=dict)
    declared: bool = False
    more: Mapping[str, Iterable[str]] = field(default_factory=dict)
    tells: Nested = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name every axis, and make the space of all that they tell apart."""
        names, spread = self._names()
        whole = {name for (place, _), name in names.items() if not self.tables[place].where}
        conditions = [
            *self.more.items(),
            *(c for table in self.tables for c in table.where.items()),
        ]
        for name, categories in conditions:
            spread.setdefault(name, {}).update(dict.fromkeys(sorted(categories)))
        for name in set(spread) - whole:
            spread[name].setdefault(ANOTHER)
        dimensions = {name: tuple(categories) for name, categories in spread.items()}
        object.__setattr__(self, "_dimension", names)
        object.__setattr__(self, "space", Space(dimensions, self.tells))

    space: Space = field(init=False, repr=False, compare=False)
    _dimension: dict[tuple[int, int], str] = field(init=False, repr=False, compare=False)

    def _names(self) -> tuple[dict[tuple[int, int], str], dict[str, dict[str, None]]]:
        """Name the dimension of each axis, and give each dimension's categories."""
        names: dict[tuple[int, int], str] = {}
        spread: dict[str, dict[str, None]] = {}
        axes = [(t, at) for t, table in enumerate(self.tables) for at in range(len(table.axes))]
        # Those with a name come first, so that one without can be found to be theirs.
        for place, at in sorted(axes, key=lambda axis: not self.tables[axis[0]].axes[axis[1]]):
            name, own = self.tables[place].axes[at], self._categories(place, at)
            found = next((n for n in spread if self._alike(n, name, own, set(spread[n]))), None)
            if found is None:
                found = name or f"column of {self.tables[place].name}"
                while found in spread:
                    found += " (other categories)"
            spread.setdefault(found, {}).update(dict.fromkeys(own))
            names[place, at] = found
        return names, spread

    def _alike(self, other: str, name: str, own: list[str], others: set[str]) -> bool:
        """Tell whether an axis belongs to a dimension."""
        if self.declared and name:
            return other == name
        if name and other == name:
            return set(own) <= others or others <= set(own)
        return (not name or other.startswith("column of ")) and set(own) == others

    def _categories(self, place: int, at: int) -> list[str]:
        """Give the categories on an axis, in order, unions taken apart."""
        table = self.tables[place]
        labels = dict.fromkeys(entry.labels[at] for entry in table.entries)
        parts = (self.meant(table.axes[at], label) for label in labels if label is not None)
        return list(dict.fromkeys(one for part in parts for one in sorted(part)))

    def meant(self, dimension: str, label: str) -> Categories:
        """Give the categories that a label stands for."""
        known = {**self.words.get("", {}), **self.words.get(dimension, {})}
        return known.get(label, frozenset(label.split(OR)))

    def counted(self, place: int, labels: Sequence[str | None]) -> Cell:
        """Give the cell of a table's labels, one an axis; None is all of it."""
        met = dict(self.tables[place].where)
        for at, label in enumerate(labels):
            if label is not None:
                name = self._dimension[place, at]
                meaning = self.meant(name, label)
                met[name] = met[name] & meaning if name in met else meaning
        return cell(met)

    def told(self) -> list[tuple[Entry, Said]]:
        """Give what each number of each table tells a reader."""
        return [
            (entry, self._what(place, entry))
            for place, table in enumerate(self.tables)
            for entry in table.entries
        ]

    def _what(self, place: int, entry: Entry) -> Said:
        """Give what one number tells; a share tells what its last digit leaves open."""
        own = self.counted(place, entry.labels)
        low, high = bounds_of(entry.text) or (0.0, inf)
        where = f"{self.tables[place].name}: row '{entry.row}': column '{entry.column}'"
        if not entry.share or high == inf:
            return Said(own, low, high, None, where)
        first, last = entry.labels[:-1], entry.labels[-1:]
        of: dict[str, tuple[str | None, ...]] = {
            "row_share": (*first, None),
            "column_share": (*(None,) * len(first), *last),
        }
        whole = self.counted(place, of.get(entry.share, (None,) * len(entry.labels)))
        least, most = share_bounds(entry.text)
        return Said(own, float(least), float(most), whole, where)
