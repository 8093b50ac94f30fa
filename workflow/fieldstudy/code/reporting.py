"""Fill in the reporting guidelines: what the study knows is computed, what it does not stays blank.

``config/reporting.yml`` lists each guideline's items in words of its own, and answers. A figure in an
answer is a name in braces that is filled from the study's tables; it cannot be typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldstudy.code.codebook import Codebook
from fieldstudy.code.records import Row
from fieldstudy.errors import Problems

COLUMNS = ("item", "part", "topic", "asks", "answer", "state")
FILLED, BLANK = "answered", "not known"
GUIDELINES = {"coreq": 32, "srqr": 21}  # items: Tong et al. 2007; O'Brien et al. 2014
NAME = re.compile(r"\{([^{}]*)\}")
FIGURE = re.compile(r"(?<!\w)(?!(?:19|20)\d\d\b)\d")  # a year is no figure of the study
KEYS = ("item", "part", "topic", "asks", "answer")


@dataclass(frozen=True)
class Tables:
    """The tables that answers are filled from, as rows of text."""

    turns: Sequence[Row]
    participants: Sequence[Row]
    interviews: Sequence[Row]
    codings: Sequence[Row]
    segments: Sequence[Row]
    disagreements: Sequence[Row]
    quotations: Sequence[Row]
    agreement: Sequence[Row]


def facts_of(tables: Tables, codebook: Codebook) -> dict[str, str]:
    """Give what an answer may name, each as it is printed."""
    roles = Counter(row["role_class"] for row in tables.participants if row["role_class"])
    whole = next((row for row in tables.agreement if row["theme"] == "all"), None)
    alpha = whole["alpha"] if whole else ""
    decisions = Counter(row["decision"] for row in tables.disagreements)
    return {
        "participants": str(len(tables.participants)),
        "interviews": str(len({row["interview"] for row in tables.turns})),
        "areas": str(len({row["area"] for row in tables.interviews})),
        "turns": str(len(tables.turns)),
        "words": str(sum(len(row["text"].split()) for row in tables.turns)),
        "roles": "; ".join(f"{role}: {number}" for role, number in sorted(roles.items())),
        "codes": str(len(codebook.codes)),
        "themes": str(len(codebook.themes)),
        "theme_names": "; ".join(codebook.themes.values()),
        "coders": str(len({row["coder"] for row in tables.codings})),
        "codings": str(len(tables.codings)),
        "passages": str(len(tables.segments)),
        "alpha": f"{float(alpha):.2f}" if alpha else "not defined",
        "disagreements": str(len(tables.disagreements)),
        "undecided": str(decisions["undecided"]),
        "quotations": str(len(tables.quotations)),
        "quoted_interviews": str(len({row["interview"] for row in tables.quotations})),
        "denials": str(sum(row["stance"] == "denies" for row in tables.segments)),
    }


def filled(
    config: Mapping[str, Any],
    guideline: str,
    facts: Mapping[str, str],
    where: str = "reporting.yml",
) -> list[dict[str, str]]:
    """Fill in one guideline.

    Parameters
    ----------
    config
        ``config/reporting.yml``.
    guideline
        ``coreq`` or ``srqr``.
    facts
        What answers may name in braces.

    Returns
    -------
    list of dict
        Columns as ``COLUMNS``, an item a row; an item without an answer says that it is not known.

    Raises
    ------
    StudyError
        If an item is missing or out of order, names a figure that there is not, or types one.
    """
    found = Problems()
    entries = config.get(guideline, [])
    wanted = GUIDELINES[guideline]
    if [entry.get("item") for entry in entries] != [str(n + 1) for n in range(wanted)]:
        found.add(f"{where}: {guideline}", f"lists its {wanted} items as 1 to {wanted}, in order")
    rows: list[dict[str, str]] = []
    for number, entry in enumerate(entries, start=1):
        place = f"{where}: {guideline}, item {number}"
        if set(entry) != set(KEYS):
            found.add(place, f"needs exactly {', '.join(KEYS)}; leave unknown answers empty")
            continue
        _check_answer(place, entry["answer"], facts, found)
        answer = NAME.sub(lambda name: facts.get(name[1], ""), entry["answer"]).strip()
        state = FILLED if answer else BLANK
        rows.append({**{key: entry[key] for key in KEYS}, "answer": answer, "state": state})
    found.stop_if_any()
    return rows


def _check_answer(place: str, answer: str, facts: Mapping[str, str], found: Problems) -> None:
    """Note a name that stands for nothing, and a figure that was typed."""
    for name in NAME.findall(answer):
        if name not in facts:
            allowed = ", ".join(sorted(facts))
            found.add(f"{place}: answer", f"'{{{name}}}' names no figure; allowed: {allowed}")
    if FIGURE.search(NAME.sub("", answer)):
        found.add(
            f"{place}: answer",
            "types a figure; put the name of what is counted in braces",
        )
