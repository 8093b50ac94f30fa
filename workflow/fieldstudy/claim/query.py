"""Ask the base tables, and nothing else: SQL run by DuckDB without files, network or extensions.

A claim's two statements come from config and are treated as untrusted: each must be one SELECT, and
the database is locked before the first of them runs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from fieldstudy.errors import StudyError

SECONDS = 10.0
LOCKS = (
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET memory_limit = '1GB'",
    "SET threads = 1",
    "SET lock_configuration = true",
)
Row = dict[str, object]


class Base:
    """The base tables of a study, every column text, ready to be asked.

    Parameters
    ----------
    folders
        Folders of CSV files; a file's name is its table's. The first folder to hold a name wins.
    claims
        The ledger's own rows (id, kind, basis), asked as the table ``claims``.
    """

    def __init__(self, folders: list[Path], claims: list[tuple[str, str, str]]) -> None:
        self._db = duckdb.connect(":memory:")
        self.tables = {"claims"}
        for path in [file for folder in folders for file in sorted(folder.glob("*.csv"))]:
            if path.stem not in self.tables:
                self._db.execute(
                    f'CREATE TABLE "{path.stem}" AS SELECT * FROM '
                    "read_csv($file, all_varchar = true, header = true, delim = ',', quote = '\"',"
                    " nullstr = '\\N')",
                    {"file": str(path)},
                )
                self.tables.add(path.stem)
        self._db.execute(
            "CREATE TABLE claims (row VARCHAR, id VARCHAR, kind VARCHAR, basis VARCHAR)"
        )
        for name, kind, basis in claims:
            values = [f"claims:{name}", name, kind, basis]
            self._db.execute("INSERT INTO claims VALUES (?, ?, ?, ?)", values)
        for lock in LOCKS:
            self._db.execute(lock)

    def add_verdicts(self, verdicts: list[tuple[str, str, str]]) -> None:
        """Add the verdicts (id, basis, verdict), so that claims about them can be asked."""
        self._db.execute(
            "CREATE TABLE verdicts (row VARCHAR, id VARCHAR, basis VARCHAR, verdict VARCHAR)"
        )
        for name, basis, verdict in verdicts:
            values = [f"verdicts:{name}", name, basis, verdict]
            self._db.execute("INSERT INTO verdicts VALUES (?, ?, ?, ?)", values)
        self.tables.add("verdicts")

    def asked_of(self, sql: str) -> set[str]:
        """Name the tables that a statement reads, the claim's own ``rows`` aside."""
        return {str(name) for name in self._db.get_table_names(sql)} - {"rows"}

    def ask(self, where: str, sql: str, parameters: dict[str, str]) -> list[Row]:
        """Run one SELECT and give its rows.

        Raises
        ------
        StudyError
            If it is not one SELECT, fails, or takes longer than ten seconds.
        """
        with self._told(where):
            statements = self._db.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise StudyError.of(where, "must be exactly one SELECT; split or remove the rest")
            used = {name: value for name, value in parameters.items() if f"${name}" in sql}
            timer = threading.Timer(SECONDS, self._db.interrupt)
            timer.start()
            try:
                answer = self._db.execute(sql, used)
                names = [str(column[0]) for column in answer.description or []]
                return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
            finally:
                timer.cancel()

    @contextmanager
    def _told(self, where: str) -> Iterator[None]:
        """Turn an error of the database into a sentence that names the claim."""
        try:
            yield
        except duckdb.InterruptException:
            raise StudyError.of(where, f"ran for more than {SECONDS:.0f} s; simplify it") from None
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise StudyError.of(where, f"cannot be asked of the base tables: {first}") from None
