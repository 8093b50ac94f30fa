import json
from pathlib import Path

import jsonschema
import pytest

from fieldstudy.errors import StudyError
from fieldstudy.io import read_yaml
from fieldstudy.study import worded
from fieldstudy.tabulate.declare import cross_tables

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "workflow/schemas/outputs.schema.json").read_text())
GOOD = {
    **{"id": "audit", "title": "Audit", "from": "interventions", "rows": "level"},
    **{"measure": "count", "tier": "open", "people": "no"},
}
BAD = [
    (GOOD | {"id": "The audit"}, "id"),
    (GOOD | {"measure": "mean"}, "measure"),
    (GOOD | {"tier": "public"}, "tier"),
    (GOOD | {"people": "maybe"}, "people"),
    (GOOD | {"colour": "teal"}, "colour"),
    (GOOD | {"measure": "first", "columns": "area"}, "value"),
    (GOOD | {"value": "stance"}, "value"),
    (GOOD | {"measure": "listing"}, "columns"),
    (GOOD | {"columns": ["area", "group"]}, "columns"),
    ({key: value for key, value in GOOD.items() if key != "rows"}, "rows"),
]


@pytest.mark.parametrize(("block", "key"), BAD)
def test_bad_block_is_refused_by_reader_and_schema_alike(block, key):
    with pytest.raises(StudyError) as told:
        cross_tables([block])
    assert f"entry 1: {key}" in {p.where.split("outputs, ")[1] for p in told.value.problems}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([block], SCHEMA)


def test_ids_are_unique_and_all_faults_are_told_at_once():
    with pytest.raises(StudyError) as told:
        cross_tables([GOOD, GOOD, GOOD | {"tier": "public"}, "audit"])
    assert [p.where.split("entry ")[1] for p in told.value.problems] == ["2: id", "3: tier", "4"]


def test_outputs_must_be_a_list():
    with pytest.raises(StudyError, match="must be a list"):
        cross_tables({"audit": GOOD})


def test_the_studys_own_tables_are_declared_well():
    outputs = worded(read_yaml(ROOT / "config/tables.yml")["outputs"], ROOT / "config")
    jsonschema.validate(outputs, SCHEMA)
    declared = cross_tables(outputs)
    assert all(t.people for t in declared if t.base == "participants")
    assert all(t.tier == "safeguarded" for t in declared if t.base in ("voices", "interviews"))
