from pathlib import Path

import pytest

from fieldstudy.__main__ import main
from fieldstudy.io import read_rows

FILES = {
    "anonymise/turns.csv": "interview,turn,speaker,start,text\n1,1,[Participant 1],,Money is short.\n",
    "anonymise/participants.csv": (
        "participant,role,role_class,group,consent_quote,consent_archive,interview\n"
        "Participant 1,officer,police,vru,yes,yes,1\n"
    ),
    "anonymise/areas.csv": "area,group,large_town\nArea A,vru,yes\n",
    "anonymise/interviews.csv": "interview,area,group,large_town\n1,Area A,vru,yes\n",
    "anonymise/recall.csv": "type,mentions,masked\nall,9,9\n",
    "anonymise/summary.csv": "measure,value\nmentions masked,9\n",
    "anonymise/interventions.csv": "id,area,level\nI-1,Area A,primary\n",
    "code/agreement.csv": "theme,code,alpha\nall,,0.93\nmoney,,0.9\nmoney,budgets,0.9\n",
    "code/disagreements.csv": "id,interview,turn,code,text,decision\n",
    "code/matrix.csv": (
        "area,group,theme,code,stance,passages,mixed\nArea A,vru,money,budgets,affirms,1,no\n"
    ),
    "code/voices.csv": (
        "interview,group,theme,code,stance,passages,mixed\n1,vru,money,budgets,affirms,1,no\n"
    ),
    "record/units.csv": "area,code,funded\nDerbyshire,E23000018,no\n",
    "codebook.yml": (
        "themes: {money: Money}\n"
        "codes:\n  - {code: budgets, theme: money, valence: hinders, statement: Short.}\n"
    ),
    "tables.yml": """\
inputs:
  interventions:
    columns:
      id: {type: id, action: keep}
      area: {type: area, action: code}
      level: {type: category, allowed: [primary], action: keep}
  feedback:
    columns:
      id: {type: id, action: keep}
outputs:
  - {id: levels, title: Levels, from: interventions, rows: level, columns: group, measure: count,
     tier: open, people: "no"}
""",
}


@pytest.fixture
def study(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def base(study):
    flags = {
        **{"anonymised": "anonymise", "coded": "code", "record": "record"},
        **{"codebook": "codebook.yml", "tables": "tables.yml", "out": "base"},
    }
    return main(
        ["tabulate", "base", *(w for k, v in flags.items() for w in (f"--{k}", f"{study / v}"))]
    )


def tables(study):
    words = ["--base", f"{study / 'base'}", "--tables", f"{study / 'tables.yml'}"]
    return main(["tabulate", "tables", *words, "--out", f"{study / 'tables'}"])


def test_every_base_table_begins_with_its_row_ids(study):
    assert base(study) == 0
    for path in sorted((study / "base").glob("*.csv")):
        rows = read_rows(path)
        assert all(row["row"].startswith(f"{path.stem}:") for row in rows)
    assert read_rows(study / "base/interventions.csv")[0]["group"] == "vru"
    assert read_rows(study / "base/agreement.csv")[2]["row"] == "agreement:money:budgets"
    assert not (study / "base/feedback.csv").exists()


def test_tables_are_written_in_both_forms(study):
    base(study)
    assert tables(study) == 0
    assert (study / "tables/levels.csv").read_text() == "level,vru,total\nprimary,1,1\ntotal,1,1\n"
    assert read_rows(study / "tables/levels.long.csv")[0]["row_share"] == "1.0000"


def test_unknown_base_table_is_named_and_nothing_is_written(study, capsys):
    base(study)
    config = study / "tables.yml"
    config.write_text(config.read_text().replace("from: interventions", "from: programmes"))
    assert tables(study) == 2
    assert "'programmes' is not a base table; allowed: agreement, areas" in capsys.readouterr().err
    assert not Path(study / "tables").exists()


def test_record_table_with_a_base_tables_name_is_refused(study, capsys):
    (study / "record/findings.csv").write_text("area\nDerbyshire\n")
    assert base(study) == 2
    assert "call it something else" in capsys.readouterr().err
    assert not Path(study / "base").exists()
