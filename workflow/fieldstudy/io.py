"""Read and write the study's files: CSV, YAML and text, always UTF-8 with LF line ends.

Files are written beside their place and renamed into it, so that a reader never meets half a file.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import yaml

from fieldstudy.errors import StudyError

if TYPE_CHECKING:
    import pandas as pd

CONTROLLED = "controlled"


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside its place, and rename it once whole; the controlled tier gets mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    mode = 0o600 if CONTROLLED in path.parts else 0o644
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    beside.replace(path)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file beside its place, then rename it; files of the controlled tier get mode 0600."""
    with writing(path) as out:
        out.write(content)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with LF line ends."""
    write_bytes(path, text.encode("utf-8"))


def read_text(path: Path) -> str:
    """Read UTF-8 text, a leading byte order mark taken off.

    Raises
    ------
    StudyError
        If the file is missing, empty or not UTF-8.
    """
    if not path.is_file():
        raise StudyError.of(
            str(path), "is missing; put the file there or correct the path in config/"
        )
    content = path.read_bytes()
    if not content.strip():
        raise StudyError.of(str(path), "is empty; export it again from the tool that made it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise StudyError.of(
            f"{path}:{line}", "is not UTF-8 text; save the file again with the encoding UTF-8"
        ) from None


def read_yaml(path: Path) -> Any:
    """Read YAML in which every scalar is a string, so that ``0.80`` and ``no`` stay as typed.

    Raises
    ------
    StudyError
        If the file is missing, empty or no YAML; the message names the line.
    """
    text = read_text(path)
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise StudyError.of(f"{path}:{line}", f"is not valid YAML: {error.problem}") from None


class _Quoted(yaml.SafeDumper):
    """A dumper that never folds lines and never writes anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write equal values out in full each time."""
        return True


def write_yaml(path: Path, value: Mapping[str, Any], comment: str = "") -> None:
    """Write YAML with every string quoted, so that no reader changes its type."""
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    body = yaml.dump(
        value,
        Dumper=_Quoted,
        allow_unicode=True,
        default_style='"',
        sort_keys=False,
        width=10**6,
    )
    write_text(path, head + body)


def csv_text(columns: Iterable[str], rows: Iterable[Mapping[str, Any] | Sequence[Any]]) -> str:
    r"""Write rows as CSV text without pandas: LF line ends, the columns named and no others.

    Parameters
    ----------
    columns
        The header, and the keys by which a row that is a mapping is read.
    rows
        Mappings, or sequences in the order of the columns; None and a missing key are empty.

    Examples
    --------
    >>> csv_text(("area", "count"), [{"area": "Area A", "count": 3, "note": "seen"}, ("Area B", None)])
    'area,count\nArea A,3\nArea B,\n'
    """
    out = io.StringIO()
    _fill(out, columns, rows)
    return out.getvalue()


def write_rows(
    path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, Any] | Sequence[Any]]
) -> None:
    """Write rows as a CSV file, one by one as they come; see ``csv_text``."""
    with writing(path) as out, io.TextIOWrapper(out, encoding="utf-8", newline="") as text:
        _fill(text, columns, rows)


def _fill(
    out: TextIO, columns: Iterable[str], rows: Iterable[Mapping[str, Any] | Sequence[Any]]
) -> None:
    """Write a header and rows."""
    columns = list(columns)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [row.get(c) for c in columns] if isinstance(row, Mapping) else row for row in rows
    )


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a table that the pipeline wrote, without pandas, every value as text."""
    return list(csv.DictReader(io.StringIO(read_text(path))))


def read_table(path: Path, integers: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read a CSV table with every column as text, those named as ``integers`` as whole numbers.

    Returns
    -------
    pandas.DataFrame
        Columns as in the file; a missing value is the empty string.
    """
    import pandas as pd

    text = read_text(path)
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_filter=False)
    return table.astype(dict.fromkeys((c for c in integers if c in table), "int64"))


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV: UTF-8, LF, no index, rows in the order given."""
    write_text(path, table.to_csv(index=False, lineterminator="\n"))
