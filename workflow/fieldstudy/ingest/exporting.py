"""Lay a study's turns, codings and codebook out as a coding tool's project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fieldstudy.errors import StudyError
from fieldstudy.ingest.codings import Code, CodingsFile, Marked, Source, Streamed
from fieldstudy.ingest.turns import Turn

# What a tool's description of a code is made of, in the codebook's own words.
DESCRIBED = ("statement", "definition", "include", "exclude", "example", "valence")
FORMATS = ("refi-qda", "qdc", "csv", "codebook")


def codes_of_codebook(codebook: Mapping[str, Any], denies: str) -> list[Code]:
    """Give a codebook's codes, each with the code of its denial, below their themes.

    Parameters
    ----------
    codebook
        Content of config/codebook.yml.
    denies
        What stands behind the name of a denial.
    """
    themes = codebook["themes"]
    codes = [Code("", label, codable=False) for label in themes.values()]
    for row in codebook["codes"]:
        said = [f"{key.capitalize()}: {row[key]}" for key in DESCRIBED if row.get(key)]
        theme = themes[row["theme"]]
        codes.append(Code(theme, row["code"], "\n".join(said)))
        denial = f"Denies: {row['statement']}"
        codes.append(Code(theme, row["code"] + denies, denial))
    return sorted(codes)


def project(
    turns: Mapping[str, Sequence[Turn]],
    codings: Iterable[Mapping[str, str]],
    codebook: Mapping[str, Any],
    denies: str,
    names: Mapping[str, str],
) -> CodingsFile:
    """Make a project of canonical tables: a document an interview, a paragraph a turn.

    Parameters
    ----------
    turns
        Turns by interview.
    codings
        Rows of a table of codings; offsets are within a turn.
    codebook
        Content of config/codebook.yml.
    denies
        What stands behind the name of a denial.
    names
        Name of each interview's document; its id where there is none.

    Raises
    ------
    StudyError
        If a coding is not of these turns or this codebook.
    """
    labels = {row["code"]: codebook["themes"][row["theme"]] for row in codebook["codes"]}
    number = {interview: at for at, interview in enumerate(turns)}
    documents = {interview: _document(spoken) for interview, spoken in turns.items()}
    rows = list(codings)
    rows.sort(key=lambda row: number.get(row["interview"], -1))
    for row in rows:
        spoken = turns.get(row["interview"], [])
        if row["code"] not in labels or (row["turn"] and int(row["turn"]) > len(spoken)):
            what = "is not of these turns and this codebook; give those that it was made with"
            raise StudyError.of(f"coding {row['id']}", what)

    def again() -> Iterator[Marked]:
        for row in rows:
            starts = documents[row["interview"]][1]
            yield _marked(row, number[row["interview"]], starts, labels, denies)

    sources = [Source(names.get(each, each), text) for each, (text, _) in documents.items()]
    coders = Counter(row.get("coder", "") for row in rows)
    codes = codes_of_codebook(codebook, denies)
    return CodingsFile("codings", sources, codes, Streamed(len(rows), again), coders)


def _document(spoken: Sequence[Turn]) -> tuple[str, list[int]]:
    """Lay turns out as paragraphs, and say where the words of each begin."""
    starts: list[int] = []
    parts: list[str] = []
    at = 0
    for turn in spoken:
        head = f"{turn.speaker}: "
        starts.append(at + len(head))
        parts.append(f"{head}{turn.text}\n")
        at += len(parts[-1])
    return "".join(parts), starts


def _marked(
    row: Mapping[str, str], number: int, starts: list[int], labels: Mapping[str, str], denies: str
) -> Marked:
    """Place a coding in its document."""
    placed = bool(row["turn"] and row["start"] and row["end"])
    first = starts[int(row["turn"]) - 1] if placed else 0
    return Marked(
        id=row["id"],
        place=f"coding {row['id']}",
        source=number,
        name=row["code"] + (denies if row.get("stance") == "denies" else ""),
        theme=labels[row["code"]],
        coder=row.get("coder", ""),
        start=first + int(row["start"]) if placed else None,
        end=first + int(row["end"]) if placed else None,
        text=row["text"],
        memo=row.get("memo", ""),
    )
