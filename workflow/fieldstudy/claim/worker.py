"""The process in which the ledger's SQL runs: one database, locked, bounded, and killed by its parent.

It is started by its path, so that it imports nothing of the package, and talks in lines of JSON:
a question on standard input, an answer on standard output. Statements come from config and are
treated as untrusted; what the parent does not hear in time, it kills.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

MEMORY = 512 << 20  # bytes that DuckDB may use
ADDRESSES = (
    4 << 30
)  # bytes of address space of the whole process; DuckDB reserves more than it uses
SECONDS = 120  # of processor time in all: a net under the parent's own clock
MOST_ROWS = 200_000
LOCKS = (
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    f"SET memory_limit = '{MEMORY >> 20}MiB'",
    "SET threads = 1",
    "SET lock_configuration = true",
)
READ = (
    "read_csv($file, all_varchar = true, header = true, delim = ',', quote = '\"', nullstr = '\\N')"
)
# The apostrophe that guards a text in every table (io.harmless) comes off as it is read.
ORIGINAL = r"regexp_replace(COLUMNS(*), '^''([ ''\t\r\n]*[-=+@\t\r\n＝＋－＠])', '\1')"
Answer = dict[str, Any]


def bound() -> None:
    """Bound the process itself: address space and processor time."""
    for kind, most in ((resource.RLIMIT_AS, ADDRESSES), (resource.RLIMIT_CPU, SECONDS)):
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (soft, hard))


def load(tables: dict[str, str], claims: Iterable[list[str]]) -> duckdb.DuckDBPyConnection:
    """Make the database file, open it read-only, take it off the disk, and lock it."""
    # Beside the tables, so that even a kill leaves nothing of them in another tier.
    beside = next((str(Path(file).parent) for file in tables.values()), None)
    if beside and not os.access(beside, os.W_OK):
        beside = None
    with tempfile.TemporaryDirectory(prefix=".part-", dir=beside) as folder:
        place = Path(folder) / "base.duckdb"
        with duckdb.connect(place) as made:
            for name, file in tables.items():
                quoted = '"' + name.replace('"', '""') + '"'
                made.execute(
                    f"CREATE TABLE {quoted} AS SELECT {ORIGINAL} FROM {READ}", {"file": file}
                )
            add(made, "TABLE claims", ("id", "kind", "basis"), claims)
        base = duckdb.connect(place, read_only=True)
    for lock in LOCKS:
        base.execute(lock)
    return base


def add(
    base: duckdb.DuckDBPyConnection,
    table: str,
    columns: tuple[str, ...],
    rows: Iterable[list[str]],
) -> None:
    """Add a table of the ledger's own; each row is named by the table and its first value."""
    declared = ", ".join(f"{column} VARCHAR" for column in ("row", *columns))
    base.execute(f"CREATE {table} ({declared})")
    name = table.split()[-1]
    filled = [[f"{name}:{row[0]}", *row] for row in rows]
    if filled:
        marks = ", ".join("?" for _ in filled[0])
        base.executemany(f"INSERT INTO {name} VALUES ({marks})", filled)


def ask(base: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, str]) -> Answer:
    """Run exactly one SELECT."""
    statements = base.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        return {
            "fault": "statement",
            "said": "must be exactly one SELECT; split or remove the rest",
        }
    used = {name: value for name, value in parameters.items() if f"${name}" in sql}
    answer = base.execute(sql, used)
    rows = answer.fetchmany(MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        return {"fault": "rows", "said": f"gives more than {MOST_ROWS:,} rows; ask for fewer"}
    return {"columns": [str(column[0]) for column in answer.description or []], "rows": rows}


def asks(sql: str, database: duckdb.DuckDBPyConnection) -> list[str]:
    """Name the tables that a statement asks, from its words alone: no table need be there.

    Examples
    --------
    >>> sql = "WITH few AS (SELECT area FROM areas) SELECT row FROM findings JOIN few USING (area)"
    >>> asks(sql, duckdb.connect())
    ['areas', 'findings']
    """
    if not sql:
        return []
    answer = database.execute("SELECT json_serialize_sql($sql)", {"sql": sql}).fetchone()
    named: dict[str, set[str]] = {"table_name": set(), "key": set()}
    waiting = [json.loads(answer[0] if answer else "{}")]
    while waiting:
        node = waiting.pop()
        waiting += node.values() if isinstance(node, dict) else node
        waiting = [part for part in waiting if isinstance(part, dict | list)]
        if isinstance(node, dict):
            if node.get("type") == "BASE_TABLE":
                named["table_name"].add(node["table_name"])
            named["key"] |= {part["key"] for part in (node.get("cte_map") or {}).get("map", [])}
    return sorted(named["table_name"] - named["key"])


def answered(base: duckdb.DuckDBPyConnection, question: Answer) -> Answer:
    """Answer one question, or say what the fault is."""
    try:
        if question["do"] == "ask":
            return ask(base, question["sql"], question["parameters"])
        if question["do"] == "tables":
            return {"tables": asks(question["sql"], base)}
        add(base, "TEMP TABLE verdicts", ("id", "basis", "verdict"), question["rows"])
        return {}
    except (duckdb.OutOfMemoryException, MemoryError):
        return {"fault": "memory", "said": "needs more memory than a claim may use; simplify it"}
    except duckdb.Error as error:
        first = (str(error).splitlines() or ["no reason given"])[0]
        return {"fault": "sql", "said": f"cannot be asked of the base tables: {first}"}


def plain(value: object) -> str:
    """Write what JSON has no form for, decimals and dates, as text."""
    return str(value)


def main() -> None:
    """Load the tables, then answer question by question until there are no more."""
    bound()
    first = json.loads(sys.stdin.readline())
    try:
        base = load(first["tables"], first["claims"])
    except duckdb.Error as error:
        print(json.dumps({"fault": "load", "said": str(error).splitlines()[0]}), flush=True)
        return
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(answered(base, json.loads(line)), default=plain), flush=True)


if __name__ == "__main__":
    main()
