"""Make the base tables: one row a case, person, area × code or public figure, each with an id.

The id stands in the first column, ``row``, and is made of the row's own key (``visits:V-017``),
so that a finding can name its evidence and the name outlives a new sorting. Nothing is hidden here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from fieldstudy.errors import StudyError

NOT_ARCHIVED = "[not archived]"
INTERVIEWER = "[Interviewer"
# Instruments have a base table of their own making; these inputs are no instruments.
NOT_INSTRUMENTS = ("areas", "participants", "register", "decisions", "adjudications")
TIMES = ("vintage", "period")  # columns that part otherwise equal rows of the public record
PARTICIPANT = ("participant", "role", "role_class", "group")  # never interview or area
FINDING = ("area", "group", "theme", "code", "valence", "stance", "passages", "mixed")
VOICE = ("interview", "group", "theme", "code", "valence", "stance", "passages", "mixed")
CODE = ("code", "theme", "valence", "statement")


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """Give a key that sorts ``2`` before ``10``, and numbers before words."""
    parts = [part for part in re.split(r"(\d+)", text) if part]
    return tuple((int(part), "") if part.isdecimal() else (2**31, part) for part in parts)


def keyed(
    name: str, table: pd.DataFrame, key: Sequence[str], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Put the row id before a table: its name and the values of its key.

    Parameters
    ----------
    name
        Of the base table.
    table
        All columns text.
    key
        Columns that together tell rows apart; an empty value is left out of the id.
    columns
        Those to keep, in order; all if not given.

    Raises
    ------
    StudyError
        If two rows have one id.
    """
    ids = [
        ":".join([name, *filter(None, values)])
        for values in table[list(key)].itertuples(index=False, name=None)
    ]
    twice = pd.Series(ids, dtype=str).loc[lambda found: found.duplicated()].unique()
    if len(twice):
        raise StudyError.of(
            f"{name}: {', '.join(key)}",
            f"must tell rows apart, and {len(twice)} rows repeat another's; the first is '{twice[0]}'",
        )
    kept = table if columns is None else table[list(columns)]
    made = kept.reset_index(drop=True)
    made.insert(0, "row", ids)
    return made


def sorted_by(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Sort rows by columns, numbers in text as numbers."""
    keys = [[natural(value) for value in table[column]] for column in columns]
    order = sorted(range(len(table)), key=lambda at: tuple(key[at] for key in keys))
    return table.iloc[order].reset_index(drop=True)


def codes_table(codebook: Mapping[str, Any]) -> pd.DataFrame:
    """Give the base table ``codes``, in the codebook's order."""
    rows = [{column: entry[column] for column in CODE} for entry in codebook["codes"]]
    return keyed("codes", pd.DataFrame(rows, columns=list(CODE)), ["code"])


def of_people_and_places(
    participants: pd.DataFrame, areas: pd.DataFrame, interviews: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Give ``participants`` (without interview and area), ``areas`` and ``interviews``."""
    return {
        "areas": keyed("areas", sorted_by(areas, "area"), ["area"]),
        "interviews": keyed("interviews", sorted_by(interviews, "interview"), ["interview"]),
        "participants": keyed(
            *("participants", sorted_by(participants, "participant"), ["participant"]), PARTICIPANT
        ),
    }


def of_coding(
    matrix: pd.DataFrame, voices: pd.DataFrame, codes: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Give ``findings`` (area × code) and ``voices`` (interview × code), each with valence."""
    valence = codes[["code", "valence"]]
    found = matrix.merge(valence, on="code", how="left", validate="many_to_one")
    told = voices.merge(valence, on="code", how="left", validate="many_to_one")
    return {
        "findings": keyed("findings", found, ["area", "code"], FINDING),
        "voices": keyed("voices", told, ["interview", "code"], VOICE),
    }


def of_disagreements(disagreements: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Give ``disagreements``: theme, code and decision, without text, interview or coder."""
    table = disagreements.merge(codes[["code", "theme"]], on="code", how="left")
    table = table.sort_values(["code", "decision"], kind="stable")
    table["number"] = (table.groupby("code").cumcount() + 1).astype(str)
    return keyed("disagreements", table, ["code", "number"], ["theme", "code", "decision"])


def of_instrument(
    name: str, table: pd.DataFrame, areas: pd.DataFrame, columns: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """Give the base table of an instrument, such as the audit, with its area's group.

    Parameters
    ----------
    name
        As in ``config/tables.yml``.
    table
        As anonymised.
    areas
        With area and group.
    columns
        Their declarations; the first of type ``id`` is the key.
    """
    key = [column for column, declared in columns.items() if declared["type"] == "id"][:1]
    if not key or key[0] not in table:
        what = "has no column of type id that is kept; a base table needs one to name its rows"
        raise StudyError.of(f"config/tables.yml: inputs: {name}", what)
    place = [column for column, declared in columns.items() if declared["type"] == "area"][:1]
    if place and place[0] in table and "group" not in table:
        groups = areas.set_index("area")["group"]
        table = table.assign(group=table[place[0]].map(groups).fillna(""))
    return keyed(name, sorted_by(table, key[0]), key)


def of_record(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Give a table of the public record, its rows named by its code, or by its first column.

    Where that does not tell rows apart, the vintage or period comes before it.
    """
    key = ["code"] if "code" in table else [str(table.columns[0])]
    if table.duplicated(key).any():
        key = [time for time in TIMES if time in table and time not in key] + key
    return keyed(name, table, key)


def corpus(turns: pd.DataFrame) -> pd.DataFrame:
    """Give ``corpus``: turns and words of each interview, the interviewer's counted apart.

    Words are what white space parts; a turn that is not archived has as many as its bundle says in the
    column ``words``, and none where nothing says so.
    """
    asked = turns["speaker"].str.startswith(INTERVIEWER)
    held = turns["words"] if "words" in turns else [""] * len(turns)
    words = [
        int(told or 0) if text == NOT_ARCHIVED else len(text.split())
        for text, told in zip(turns["text"], held, strict=True)
    ]
    rows = []
    for interview, part in turns.assign(asked=asked, counted=words).groupby(
        "interview", sort=False
    ):
        said = part[~part["asked"]]
        put = part[part["asked"]]
        rows.append(
            {
                "interview": str(interview),
                "turns": str(len(said)),
                "words": str(said["counted"].sum()),
                "participants": str(said["speaker"].nunique()),
                "interviewer_turns": str(len(put)),
                "interviewer_words": str(put["counted"].sum()),
            }
        )
    columns = ["interview", "turns", "words", "participants"]
    table = pd.DataFrame(rows, columns=[*columns, "interviewer_turns", "interviewer_words"])
    return keyed("corpus", sorted_by(table, "interview"), ["interview"])


def instruments(declared: Mapping[str, Any]) -> list[str]:
    """Name the declared inputs that become a base table of the same name."""
    return [
        name
        for name, table in declared.items()
        if name not in NOT_INSTRUMENTS
        and any(column["action"] != "drop" for column in table["columns"].values())
    ]
