"""What changed between two codebooks, and codings carried from the one to the other.

A code of the new codebook names the codes that it came from under ``was``; a code of the same id
comes from itself. A coding follows where there is one way to go. Where a code was split or removed,
a person must code its passages again: they are listed, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldstudy.code.codebook import FIELDS, Code, Codebook
from fieldstudy.code.records import Row
from fieldstudy.errors import Problems

LOG_COLUMNS = ("change", "old", "new", "what")
RECODE_COLUMNS = ("interview", "turn", "start", "end", "text", "coder", "stance", "code", "allowed")


@dataclass(frozen=True)
class Change:
    """One line of the log: added, removed, renamed, merged, split or reworded."""

    change: str
    old: str
    new: str
    what: str


def origins_of(old: Codebook, new: Codebook, where: str = "codebook.yml") -> dict[str, list[str]]:
    """Give for each new code the old codes it came from, in the old codebook's order.

    Raises
    ------
    StudyError
        If a ``was`` names a code that the old codebook does not have.
    """
    found = Problems()
    origins: dict[str, list[str]] = {}
    for code in new.codes.values():
        for name in code.was:
            if name not in old.codes:
                found.add(
                    f"{where}: {code.code}: was",
                    f"'{name}' is not a code of the old codebook; allowed: its codes",
                )
        came = set(code.was) | ({code.code} & set(old.codes))
        origins[code.code] = [name for name in old.codes if name in came]
    found.stop_if_any()
    return origins


def successors_of(old: Codebook, origins: dict[str, list[str]]) -> dict[str, list[str]]:
    """Give for each old code the new codes that came from it, in the new codebook's order."""
    return {name: [new for new, came in origins.items() if name in came] for name in old.codes}


def changes(old: Codebook, new: Codebook, where: str = "codebook.yml") -> list[Change]:
    """Give the log: what became of each old code, then what is new or reworded.

    Examples
    --------
    >>> one = Code("money", "means", "Money is short.", "hinders")
    >>> two = Code("funds", "means", "Money is short.", "hinders", was=("money",))
    >>> themes = {"means": "Means"}
    >>> changes(Codebook(themes, {"money": one}), Codebook(themes, {"funds": two}))
    [Change(change='renamed', old='money', new='funds', what='')]
    """
    origins = origins_of(old, new, where)
    log: list[Change] = []
    for name, after in successors_of(old, origins).items():
        if not after:
            log.append(Change("removed", name, "", "its codings wait for a decision"))
        elif len(after) > 1:
            log.append(Change("split", name, "; ".join(after), "its codings wait for a decision"))
        elif after != [name] and len(origins[after[0]]) == 1:
            log.append(Change("renamed", name, after[0], ""))
    for name, came in origins.items():
        if not came:
            log.append(Change("added", "", name, new.codes[name].statement))
        if len(came) > 1:
            log.append(Change("merged", "; ".join(came), name, ""))
        if len(came) == 1:
            differ = _differing(old.codes[came[0]], new.codes[name])
            if differ:
                log.append(Change("reworded", came[0], name, ", ".join(differ)))
    return log


def _differing(old: Code, new: Code) -> list[str]:
    """Name the fields that were written anew."""
    return [name for name in FIELDS if getattr(old, name) != getattr(new, name)]


def migrated(
    rows: Sequence[Row], old: Codebook, new: Codebook, where: str = "codings.csv"
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Carry codings to the new codebook.

    Parameters
    ----------
    rows
        A table of codings with at least a code; other columns are kept as they are.

    Returns
    -------
    tuple
        The rows that could be carried, with their new code and theme, those that a merger made equal
        once; and the rows to code again, with the codes that are allowed.

    Raises
    ------
    StudyError
        For each coding whose code is not in the old codebook.
    """
    found = Problems()
    after = successors_of(old, origins_of(old, new))
    carried: dict[tuple[str, ...], dict[str, str]] = {}
    again: list[dict[str, str]] = []
    for number, row in enumerate(rows, start=2):
        code = row.get("code", "")
        if code not in after:
            found.add(
                f"{where}:{number}: code",
                f"'{code}' is not a code of the old codebook; correct it, or give the codebook"
                " that these codings were made with",
            )
        elif len(after[code]) == 1:
            name = after[code][0]
            moved = dict(row) | {"code": name}
            moved |= {"theme": new.codes[name].theme} if "theme" in row else {}
            carried.setdefault(_passage(moved), moved)
        else:
            allowed = "; ".join(after[code]) or "none: the code was removed"
            again.append({key: row.get(key, "") for key in RECODE_COLUMNS} | {"allowed": allowed})
    found.stop_if_any()
    return list(carried.values()), again


def _passage(row: Row) -> tuple[str, ...]:
    """Give what two codings must share to be one."""
    keys: Iterable[str] = ("interview", "turn", "start", "end", "code", "stance", "coder")
    return tuple(row.get(key, "") for key in keys)
