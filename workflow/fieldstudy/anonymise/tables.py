"""Pass each column of the study's tables on as config says: keep, drop, code, year or text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from fieldstudy.anonymise.replace import participant_numbers
from fieldstudy.errors import Problems, StudyError

Row = dict[str, str]
Columns = Mapping[str, Mapping[str, str]]
ACTIONS = ("keep", "drop", "code", "year", "text")
PARTICIPANT_COLUMNS = (
    *("participant", "role", "role_class", "group"),
    *("consent_quote", "consent_archive", "interview"),
)


def columns_of(declared: Mapping[str, Mapping[str, Columns]], table: str) -> Columns:
    """Give the declared columns of a table.

    Raises
    ------
    StudyError
        If the table is not declared, or an action is unknown.
    """
    if table not in declared:
        raise StudyError.of("config/tables.yml: inputs", f"does not declare the table '{table}'")
    columns: Columns = declared[table]["columns"]
    found = Problems()
    for name, column in columns.items():
        if column.get("action") not in ACTIONS:
            what = f"'{column.get('action', '')}' is no action; allowed: {', '.join(ACTIONS)}"
            found.add(f"config/tables.yml: {table}: {name}", what)
    found.stop_if_any()
    return columns


def texts(rows: Sequence[Row], columns: Columns) -> list[str]:
    """Give the cells of a table that are masked as text, row by row."""
    names = [name for name, column in columns.items() if column["action"] == "text"]
    return [row[name] for row in rows for name in names if row[name]]


def act(
    rows: Sequence[Row],
    columns: Columns,
    codes: Mapping[str, str],
    masked: Callable[[str], str],
    where: str,
) -> list[Row]:
    """Apply each column's action to a table.

    Parameters
    ----------
    rows
        The table as ingest read it.
    columns
        Its declared columns with their actions.
    codes
        Area name → area code.
    masked
        Masks a text.
    where
        The file, for messages.

    Raises
    ------
    StudyError
        If a column is not declared or an area has no code.
    """
    _check_declared(rows, columns, where)
    found = Problems()
    made = []
    for number, row in enumerate(rows, start=2):
        new: Row = {}
        for name, column in columns.items():
            action, value = column["action"], row.get(name, "")
            if action == "code" and value and value not in codes:
                found.add(f"{where}:{number}: {name}", "is no area of areas.csv")
            elif action != "drop":
                new[name] = _value(action, value, codes, masked)
        made.append(new)
    found.stop_if_any()
    return made


def _check_declared(rows: Sequence[Row], columns: Columns, where: str) -> None:
    """Stop if a column is not declared."""
    found = Problems()
    for name in rows[0] if rows else ():
        if name not in columns:
            found.add(f"{where}:1: {name}", "is not declared in config/tables.yml; say its action")
    found.stop_if_any()


def _value(action: str, value: str, codes: Mapping[str, str], masked: Callable[[str], str]) -> str:
    """Apply an action to one value."""
    if action == "code":
        return codes.get(value, "")
    if action == "year":
        return value[:4]
    return masked(value) if action == "text" else value


def by_interview(areas: Sequence[Row]) -> list[Row]:
    """Give each interview the row of its area; an area of several has them parted by semicolons.

    Examples
    --------
    >>> [row["interview"] for row in by_interview([{"code": "Area A", "interview": "1; 2"}])]
    ['1', '2']
    """
    numbers = [(row, number.strip()) for row in areas for number in row["interview"].split(";")]
    return [row | {"interview": number} for row, number in numbers if number]


def area_rows(areas: Sequence[Row], columns: Columns) -> list[Row]:
    """Give the areas by code, without their names, with the columns that config keeps."""
    kept = _kept(columns)
    rows = [{"area": row["code"], **{name: row[name] for name in kept}} for row in areas]
    return sorted(rows, key=lambda row: row["area"])


def interview_rows(areas: Sequence[Row], columns: Columns) -> list[Row]:
    """Give each interview the code of its area and the columns that config keeps of areas."""
    kept = _kept(columns)
    rows = [
        {"interview": row["interview"], "area": row["code"], **{name: row[name] for name in kept}}
        for row in by_interview(areas)
    ]
    return sorted(rows, key=lambda row: (len(row["interview"]), row["interview"]))


def _kept(columns: Columns) -> list[str]:
    """Name the columns of areas.csv that tell what kind of area one is."""
    own = ("area", "code", "interview")
    return [name for name, said in columns.items() if said["action"] == "keep" and name not in own]


def participant_rows(
    participants: Sequence[Row],
    areas: Sequence[Row],
    columns: Columns,
    masked: Callable[[str], str],
) -> list[Row]:
    """Give the participants as they may be known: "Participant 3", never the area's name.

    Raises
    ------
    StudyError
        If an interview belongs to no area.
    """
    group = {row["interview"]: row["group"] for row in by_interview(areas)}
    codes = {row["area"]: row["code"] for row in areas}
    numbers = participant_numbers(row["participant"] for row in participants)
    staying = [row for row in participants if row["withdrawn"] != "yes"]
    found = Problems()
    for number, row in enumerate(participants, start=2):
        if row["interview"] not in group:
            what = f"'{row['interview']}' belongs to no area of areas.csv"
            found.add(f"participants.csv:{number}: interview", what)
    found.stop_if_any()
    acted = act(staying, columns, codes, masked, "participants.csv")
    rows = []
    for raw, new in zip(staying, acted, strict=True):
        who = f"Participant {numbers[raw['participant']]}"
        row = new | {"participant": who, "group": group[raw["interview"]]}
        order = [*PARTICIPANT_COLUMNS, *(n for n in row if n not in PARTICIPANT_COLUMNS)]
        rows.append({name: row[name] for name in order if name in row and name != "withdrawn"})
    return sorted(rows, key=lambda row: int(row["participant"].split()[1]))
