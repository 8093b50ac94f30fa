"""The command line of the stage: ``tabulate base`` and ``tabulate tables``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_table, read_yaml, write_table
from fieldstudy.study import worded

if TYPE_CHECKING:
    import pandas as pd

LONG = ".long.csv"


def parser() -> argparse.ArgumentParser:
    """Make the parser."""
    top = argparse.ArgumentParser(prog="python -m fieldstudy tabulate", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True)
    base = verbs.add_parser("base", help="one row a case, person, finding or public figure")
    base.add_argument("--anonymised", type=Path, required=True, help="folder of anonymised tables")
    base.add_argument("--coded", type=Path, required=True, help="folder of the code stage's tables")
    base.add_argument("--record", type=Path, required=True, help="folder of public record")
    base.add_argument("--codebook", type=Path, required=True)
    base.add_argument("--tables", type=Path, required=True, help="config/tables.yml")
    base.add_argument("--out", type=Path, required=True, help="folder to write base tables into")
    tables = verbs.add_parser("tables", help="the cross-tables that config declares")
    tables.add_argument("--base", type=Path, required=True, help="folder of base tables")
    tables.add_argument("--tables", type=Path, required=True, help="config/tables.yml")
    tables.add_argument("--out", type=Path, required=True, help="folder to write cross-tables into")
    return top


def base(args: argparse.Namespace) -> None:
    """Write every base table."""
    from fieldstudy.tabulate import base as made
    from fieldstudy.tabulate.appendix import appendix

    config = read_yaml(args.tables)
    declared = config.get("inputs", {})
    read = {name: read_table(args.anonymised / f"{name}.csv") for name in (
        "turns", "participants", "areas", "interviews", "recall", "summary"
    )}  # fmt: skip
    coded = {name: read_table(args.coded / f"{name}.csv") for name in (
        "agreement", "disagreements", "matrix", "voices"
    )}  # fmt: skip
    codes = made.codes_table(read_yaml(args.codebook))
    out: dict[str, pd.DataFrame] = {"codes": codes, "corpus": made.corpus(read["turns"])}
    out |= made.of_people_and_places(read["participants"], read["areas"], read["interviews"])
    out |= made.of_coding(coded["matrix"], coded["voices"], codes)
    out["agreement"] = made.keyed("agreement", coded["agreement"], ["theme", "code"])
    out["disagreements"] = made.of_disagreements(coded["disagreements"], codes)
    out["recall"] = made.keyed("recall", read["recall"], ["type"])
    out["masking"] = made.keyed("masking", read["summary"], ["measure"])
    found = Problems()
    for name in made.instruments(declared):
        path = args.anonymised / f"{name}.csv"
        if not path.is_file():  # declared, and not among this study's tables
            continue
        with found.gathering():
            table = read_table(path)
            out[name] = made.of_instrument(name, table, read["areas"], declared[name]["columns"])
    out |= _record(args.record, set(out), found)
    found.stop_if_any()
    out |= appendix(config, out, str(args.tables))
    for name, table in out.items():
        write_table(args.out / f"{name}.csv", table)
    print(f"{len(out)} base tables, {sum(map(len, out.values()))} rows")


def _record(folder: Path, taken: set[str], found: Problems) -> dict[str, pd.DataFrame]:
    """Read the public record, a table a file."""
    from fieldstudy.tabulate.base import of_record

    out = {}
    for path in sorted(folder.glob("*.csv")):
        if path.stem in taken:
            found.add(
                str(path), "has the name of a base table of the study; call it something else"
            )
        else:
            with found.gathering():
                out[path.stem] = of_record(path.stem, read_table(path))
    return out


def tables(args: argparse.Namespace) -> None:
    """Write every declared cross-table, in print form and in long form."""
    from fieldstudy.tabulate.cross import Made, cross
    from fieldstudy.tabulate.declare import cross_tables

    outputs = worded(read_yaml(args.tables).get("outputs", []), args.tables.parent)
    declared = cross_tables(outputs, str(args.tables))
    found = Problems()
    read: dict[str, pd.DataFrame] = {}
    made: dict[str, Made] = {}
    for table in declared:
        with found.gathering():
            if table.base not in read:
                read[table.base] = _base_table(args, table.id, table.base)
            made[table.id] = cross(table, read[table.base])
    found.stop_if_any()
    for name, one in made.items():
        write_table(args.out / f"{name}.csv", one.wide)
        write_table(args.out / f"{name}{LONG}", one.long)
    print(f"{len(made)} cross-tables")


def _base_table(args: argparse.Namespace, table: str, name: str) -> Any:
    """Read a base table that a block names."""
    path = args.base / f"{name}.csv"
    if not path.is_file():
        allowed = ", ".join(sorted(file.stem for file in args.base.glob("*.csv")))
        what = f"'{name}' is not a base table; allowed: {allowed}"
        raise StudyError.of(f"{args.tables}: outputs: {table}: from", what)
    return read_table(path)


def main(words: list[str]) -> int | None:
    """Run one verb."""
    args = parser().parse_args(words)
    {"base": base, "tables": tables}[args.verb](args)
    return None
