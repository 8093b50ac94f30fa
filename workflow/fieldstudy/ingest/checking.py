"""Validate all that ingest reads, at once."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from fieldstudy.errors import Problems
from fieldstudy.ingest.coded import verified
from fieldstudy.ingest.transcripts import read_all
from fieldstudy.ingest.turns import Turn
from fieldstudy.study import Study


def checked(path: Path) -> list[str]:
    """Validate config, transcripts, tables and codings, and write nothing.

    Parameters
    ----------
    path
        config/study.yml.

    Returns
    -------
    list of str
        A line a file.

    Raises
    ------
    StudyError
        With the problems of all of them.
    """
    from fieldstudy.ingest.config import read_config
    from fieldstudy.ingest.tables import read_tables

    found = Problems()
    config = read_config(path)
    study = config.study
    lines = [
        f"codebook.yml: {len(config.codebook.codes)} codes, {len(config.codebook.themes)} themes"
    ]
    turns: dict[str, list[Turn]] = {}
    with found.gathering():
        turns = read_all(study.interviews)
        lines += transcript_lines(study, turns)
    with found.gathering():
        valid = read_tables(study.tables, config.inputs, config.lists)
        lines += [f"{study.tables[name].name}: {len(table)} rows" for name, table in valid.items()]
    if turns:
        with found.gathering():
            lines += verified(config, turns, lambda rows: deque(rows, maxlen=0).clear())
    elif study.codings:
        lines.append("codings: not checked, since a transcript is wrong")
    found.stop_if_any()
    return lines


def transcript_lines(study: Study, turns: dict[str, list[Turn]]) -> list[str]:
    """Count turns, words and speakers of each transcript."""
    return [
        f"{study.interviews[interview].name}: interview {interview}, {len(spoken)} turns, "
        f"{len({turn.speaker for turn in spoken})} speakers, "
        f"{sum(len(turn.text.split()) for turn in spoken)} words"
        for interview, spoken in turns.items()
    ]
