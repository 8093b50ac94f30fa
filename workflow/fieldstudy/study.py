"""Read ``config/study.yml``: which files a study is made of and how its areas are spoken of."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_yaml

STARTS = ("raw", "safeguarded", "open")
START = "FIELDSTUDY_START_FROM"  # set by the DAG, so that its command line can say where it begins
RELEASED = Path("released/release.yml")  # a bundle's facts, which say what its data are
REAL = "raw"  # the folder of an author's own data, and what the facts of a bundle call them
ROADS = ("auto", "quarto", "pandoc")
FORMATS = (
    *("refi-qda", "qualcoder", "taguette", "csv"),
    *("atlas.ti", "maxqda", "nvivo", "dedoose"),
)
BATCH = "50"  # interviews a job, where config does not say
NEEDED = (
    *("id", "title", "version", "data", "start_from", "render", "record", "published"),
    *("interviews", "tables", "codings", "denies", "salt", "gold", "groups", "anonymise"),
)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Give a key that sorts ``interview 2`` before ``interview 10``.

    Examples
    --------
    >>> sorted(["10", "2", "P1"], key=natural)
    ['2', '10', 'P1']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    # Numbers by length and then digits, since int() refuses some thousand digits.
    keys = [
        (0, len(part.lstrip("0")), part.lstrip("0")) if part[0] in "0123456789" else (1, 0, part)
        for part in parts
    ]
    # The text itself comes last, so that "1" and "01" have an order too.
    return (*keys, (-1, 0, text))


def participant(speaker: str) -> str:
    """Give the participant whom a turn's speaker is; a role may stand beside the number.

    Examples
    --------
    >>> participant("[Participant 3]"), participant("[Participant 12, analyst]")
    ('Participant 3', 'Participant 12')
    """
    return speaker.strip("[]").split(",")[0].strip()


def batches(interviews: Iterable[str], size: str) -> dict[str, list[str]]:
    """Put interviews into batches, in their natural order; a size that is no number is ``BATCH``.

    Examples
    --------
    >>> batches(["10", "9", "1"], "2")
    {'1': ['1', '9'], '2': ['10']}
    """
    many = int(size) if size.isdecimal() and int(size) else int(BATCH)
    ordered = sorted(interviews, key=natural)
    starts = range(0, len(ordered), many)
    return {str(n): ordered[at : at + many] for n, at in enumerate(starts, start=1)}


def worded(outputs: Any, config: Path) -> Any:
    """Give the cross-tables of tables.yml with words for each category that has them in another file.

    Parameters
    ----------
    outputs
        The blocks, not yet checked. A category in ``order`` without words of its own, one of a list or
        with ``""``, is printed as study.yml calls the group of areas, codebook.yml the theme.
    config
        The folder of these files.
    """
    known: dict[str, dict[str, str]] = {}
    if (config / "study.yml").is_file():
        for group in read_yaml(config / "study.yml")["groups"].values():
            known.setdefault(group.get("column", ""), {})[group.get("value", "")] = group["label"]
    if (config / "codebook.yml").is_file():
        known["theme"] = read_yaml(config / "codebook.yml")["themes"]
    for block in outputs if isinstance(outputs, list) else ():
        order = block.get("order") if isinstance(block, dict) else None
        if not isinstance(order, dict):
            continue
        for column, categories in order.items():
            if column in known and isinstance(categories, list | dict):
                said = categories if isinstance(categories, dict) else dict.fromkeys(categories)
                words = known[column]
                order[column] = {name: said[name] or words.get(name, name) for name in said}
    return outputs


@dataclass(frozen=True)
class Codings:
    """One coder's work: whose it is, the format of the file, and which text it codes.

    ``user`` is the coder's name in a file of several; ``columns`` the headers of a spreadsheet
    export, by what they hold, where they are not the tool's usual ones.
    """

    coder: str
    format: str
    file: Path
    of: str
    user: str = ""
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Some of the areas: how the paper speaks of them, and the column and value that pick them."""

    label: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class Study:
    """What ``config/study.yml`` says, paths joined to the folder of the data."""

    id: str
    title: str
    version: str
    data: Path
    start_from: str
    render: str
    record: Path
    published: Path
    interviews: dict[str, Path]
    tables: dict[str, Path]
    codings: list[Codings]
    denies: str
    salt: Path
    gold: Path | None
    groups: dict[str, Group]
    anonymise: dict[str, str]
    synthetic: bool
    """Whether the data are a stand-in: all are, but those in a folder named ``raw``, or those of a
    bundle whose facts say that it was made of raw data."""
    keep: str = "private"  # or "anywhere": raw data may lie where others could read them

    @classmethod
    def read(cls, path: Path = Path("config/study.yml")) -> Study:
        """Read and check the study's configuration.

        Raises
        ------
        StudyError
            If a setting is missing or has a value that is not allowed.
        """
        config = read_yaml(path)
        found = Problems()
        for name in NEEDED:
            if not isinstance(config, dict) or name not in config:
                found.add(f"{path}: {name}", "is missing; see docs/author.md for what it means")
        found.stop_if_any()
        _check_allowed(path, config, found)
        found.stop_if_any()
        data = Path(config["data"])
        start = os.environ.get(START, config["start_from"])
        return cls(
            **{name: config[name] for name in ("id", "title", "version", "render")},
            start_from=start,
            data=data,
            record=Path(config["record"]),
            published=Path(config["published"]),
            interviews={name: data / file for name, file in config["interviews"].items()},
            tables={name: data / file for name, file in config["tables"].items()},
            codings=[Codings(**(row | {"file": data / row["file"]})) for row in config["codings"]],
            denies=config["denies"],
            salt=data / config["salt"],
            gold=data / config["gold"] if config["gold"] else None,
            groups={name: Group(**group) for name, group in config["groups"].items()},
            anonymise=config["anonymise"],
            keep=config.get("keep", "private"),
            synthetic=(data.name if start == "raw" else _released()) != REAL,
        )


def _released() -> str:
    """Read from a bundle's facts what its data are; its config alone is not believed."""
    if not RELEASED.is_file():
        raise StudyError.of(
            str(RELEASED), "is missing; to start from a bundle, unzip its folder 'released' here"
        )
    return str(read_yaml(RELEASED).get("data", ""))


def _check_allowed(path: Path, config: dict[str, Any], found: Problems) -> None:
    """Note each setting whose value is not one of those allowed."""
    choices: list[tuple[str, str, tuple[str, ...]]] = [
        ("start_from", config["start_from"], STARTS),
        ("render", config["render"], ROADS),
    ]
    for number, row in enumerate(config["codings"], start=1):
        place = f"codings, entry {number}"
        for key in ("coder", "format", "file", "of"):
            if key not in row:
                found.add(f"{path}: {place}", f"lacks '{key}'")
        choices.append((f"{place}: format", row.get("format", FORMATS[0]), FORMATS))
        choices.append((f"{place}: of", row.get("of", "raw"), ("raw", "anonymised")))
    for name, group in config["groups"].items():
        if "label" not in group or set(group) - {"label", "column", "value"}:
            found.add(f"{path}: groups: {name}", "needs 'label', and may have 'column' and 'value'")
    batch = config.get("batch", BATCH)
    if not batch.isdecimal() or int(batch) < 1:
        found.add(f"{path}: batch", f"'{batch}' is not a number of interviews; allowed: 1 or more")
    for place, value, allowed in choices:
        if value not in allowed:
            found.add(
                f"{path}: {place}", f"'{value}' is not allowed; allowed: {', '.join(allowed)}"
            )
