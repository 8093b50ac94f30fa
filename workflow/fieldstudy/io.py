"""Read and write the study's files: CSV, YAML and text, always UTF-8 with LF line ends.

Files are written beside their place and renamed into it, so that a reader never meets half a file.
In every table, a text that a spreadsheet would run as a formula stands behind an apostrophe, which
reading takes off again.
"""

from __future__ import annotations

import csv
import io
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import yaml

from fieldstudy.errors import StudyError

if TYPE_CHECKING:
    import pandas as pd

CONTROLLED = "controlled"
MOST_NODES = 5_000_000  # values of a YAML file, its aliases written out
# The one in C reads the configuration of ten thousand interviews eight times as fast.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# What Excel, LibreOffice and Google Sheets read as the beginning of a formula, its wide forms too
# (OWASP, CSV injection), behind spaces and apostrophes; the claims' worker reads by the same rule.
FORMULA = re.compile(r"[ '\t\r\n]*[-=+@\t\r\n＝＋－＠]")
STARTS = frozenset(" '\t\r\n-=+@＝＋－＠")
NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+(?:[eE][+-]?\d+)?%?")
csv.field_size_limit(1 << 31)  # bytes: a cell may be as long as a transcript
AGAIN = "delete it if the pipeline made it, and build again; else correct it"
GUARDED = re.compile(r"""(?:^|[,\n"])'""")  # some cell may begin with an apostrophe


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside its place, and rename it once whole; the controlled tier gets mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _close(path)
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


def _close(path: Path) -> None:
    """Give the folders of the controlled tier above a file mode 0700."""
    if CONTROLLED in path.parts:
        for folder in path.parents:
            if CONTROLLED in folder.parts and stat.S_IMODE(folder.stat().st_mode) & 0o077:
                folder.chmod(0o700)


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
    return yaml_of(read_text(path), str(path))


def yaml_of(text: str, where: str) -> Any:
    """Read the text of such a file; see ``read_yaml``."""
    try:
        return yaml.load(text, Loader=_Written)
    except (yaml.reader.ReaderError, RecursionError):
        what = "is not valid YAML: it holds control characters, or lists in lists without end"
        raise StudyError.of(where, what) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise StudyError.of(f"{where}:{line}", f"is not valid YAML: {error.problem}") from None


class _Written(LOADER):  # type: ignore[misc,valid-type,unused-ignore]
    """A loader that bounds what aliases stand for: a small file of aliases of aliases has no end."""

    def get_single_node(self) -> Any:
        """Refuse a document that would be too large if it were written out, or that holds itself."""
        node = super().get_single_node()
        if node is not None and _written_out(node, {}) > MOST_NODES:
            what = "its aliases ('*name') stand for more than a file may hold; write values out"
            raise yaml.MarkedYAMLError(problem=what, problem_mark=node.start_mark)
        return node


def _once(node: Any) -> None:
    """Refuse a mapping that names something twice: YAML's readers would take the last, and lose the first."""
    seen: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value in seen and key.value != "<<":
            what = f"'{key.value}' is named twice in one place; name it once"
            raise yaml.MarkedYAMLError(problem=what, problem_mark=key.start_mark)
        seen.add(key.value)


def _written_out(node: Any, known: dict[int, int]) -> int:
    """Count the values of a document with every alias written out; one that holds itself is endless."""
    if id(node) not in known:
        known[id(node)] = MOST_NODES + 1  # until it is known: met again within itself
        inner = node.value if isinstance(node.value, list) else []
        _once(node)
        parts = (one for pair in inner for one in (pair if isinstance(pair, tuple) else (pair,)))
        known[id(node)] = 1 + sum(_written_out(one, known) for one in parts)
    return known[id(node)]


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


def harmless(cell: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula; numbers stay.

    Examples
    --------
    >>> harmless("=HYPERLINK(A1)"), harmless("-3.5"), harmless("- none")
    ("'=HYPERLINK(A1)", '-3.5', "'- none")
    """
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def original(cell: str) -> str:
    """Take off the apostrophe that ``harmless`` put before a text.

    Examples
    --------
    >>> original("'=HYPERLINK(A1)"), original("'tis"), original(harmless("'=1"))
    ('=HYPERLINK(A1)', "'tis", "'=1")
    """
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell) else cell


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
    quoting = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(map(harmless, columns))
    for row in rows:
        cells = [row.get(c) for c in columns] if isinstance(row, Mapping) else row
        cells = [
            harmless(cell) if isinstance(cell, str) and cell[:1] in STARTS else cell
            for cell in cells
        ]
        # Until Python 3.13 the writer leaves a carriage return bare, which no reader takes.
        bare = any(isinstance(cell, str) and "\r" in cell for cell in cells)
        (quoting if bare else writer).writerow(cells)


def read_cells(path: Path) -> list[list[str]]:
    """Read a table that the pipeline wrote as rows of cells, the header first, every value text.

    Raises
    ------
    StudyError
        If the file is missing, empty, no CSV, or a row has more or fewer cells than the header.
    """
    return cells_of(read_text(path), str(path))


def cells_of(text: str, where: str) -> list[list[str]]:
    """Read the text of such a table; see ``read_cells``."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error:
        raise StudyError.of(where, f"is not valid CSV; {AGAIN}") from None
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            what = f"has {len(row)} cells where the header has {len(rows[0])}; {AGAIN}"
            raise StudyError.of(f"{where}:{number}", what)
    if GUARDED.search(text):
        return [[original(cell) for cell in row] for row in rows]
    return rows


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a table that the pipeline wrote, without pandas, every value as text."""
    header, *rows = read_cells(path)
    return [dict(zip(header, row, strict=True)) for row in rows]


def each_row(path: Path) -> Iterator[dict[str, str]]:
    """Read such a table row by row, so that memory does not grow with it.

    Raises
    ------
    StudyError
        If the file is missing or no CSV, or a row has more or fewer cells than the header.
    """
    if not path.is_file():
        raise StudyError.of(str(path), f"is missing; {AGAIN}")
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text, strict=True)
        try:
            header = [original(cell) for cell in next(rows, [])]
            for row in rows:
                if len(row) != len(header):
                    what = f"has {len(row)} cells where the header has {len(header)}; {AGAIN}"
                    raise StudyError.of(f"{path}:{rows.line_num}", what)
                yield dict(zip(header, map(original, row), strict=True))
        except (csv.Error, UnicodeDecodeError):
            raise StudyError.of(str(path), f"is not valid CSV; {AGAIN}") from None


def read_table(path: Path, integers: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read a CSV table with every column as text, those named as ``integers`` as whole numbers.

    Returns
    -------
    pandas.DataFrame
        Columns as in the file; a missing value is the empty string.

    Raises
    ------
    StudyError
        If the file is missing, empty or no table.
    """
    import pandas as pd

    text = read_text(path)
    try:
        table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_filter=False)
    except pd.errors.ParserError:
        read_cells(path)  # names the row
        raise StudyError.of(str(path), f"is not valid CSV; {AGAIN}") from None
    if GUARDED.search(text):
        table = table.rename(columns=original).map(original)
    return table.astype(dict.fromkeys((c for c in integers if c in table), "int64"))


def write_table(path: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV: UTF-8, LF, no index, rows in the order given."""
    safe = table.rename(columns=harmless).apply(_harmless_column)
    text = safe.to_csv(index=False, lineterminator="\n")
    if "\r" in text:
        text = safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_ALL)
    write_text(path, text)


def _harmless_column(column: pd.Series[Any]) -> pd.Series[Any]:
    """Make the texts of one column harmless; a column of numbers stays as it is."""
    if column.dtype.kind in "biuf":
        return column
    return column.map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)
