import csv
import shutil
from pathlib import Path

import pytest

from fieldstudy.anonymise.cli import main
from fieldstudy.errors import StudyError

STUDY = """
id: "x"
title: "A study"
version: "1"
data: "data"
start_from: "raw"
render: "auto"
record: "r"
published: "p"
interviews: {"1": "one.vtt"}
tables: {areas: "areas.csv"}
codings: []
denies: " (denies)"
salt: "salt.txt"
gold: "gold"
groups: {}
anonymise: {k: "3", model: "none", fuzzy: "88", allow: "Fenmoor Show"}
"""
DECLARED = """
inputs:
  participants:
    columns:
      participant: {action: keep}
      name: {action: drop}
      interview: {action: keep}
      role: {action: text}
      role_class: {action: keep}
      consent_quote: {action: keep}
      consent_archive: {action: keep}
      withdrawn: {action: keep}
  areas: {columns: {area: {action: drop}}}
  feedback:
    columns:
      id: {action: keep}
      area: {action: code}
      kind: {action: keep}
      interview: {action: drop}
      turn: {action: drop}
      quote: {action: drop}
      comment: {action: text}
"""
FILES = {
    "turns": "interview,turn,speaker,start,text\n"
    "1,1,Delroy Pemberthy,0.000,I am Del from Ormesvale. The Fenmoor Show was on.\n"
    "1,2,Imogen Tallow,3.000,Kyle from Pumphouse Lane said so.\n",
    "areas": "area,code,interview,group,large_town\nOrmesvale,Area A,1,vru,yes\n",
    "participants": "participant,name,interview,role,role_class,consent_quote,consent_archive,"
    "withdrawn\nP07,Delroy Pemberthy,1,aide to Kyle,police,yes,yes,no\n",
    "register": "entity,kind,name,aliases,role,generalisation\n"
    "p07,participant,Delroy Pemberthy,Del,,\nim,interviewer,Imogen Tallow,,,\n"
    "vale,area,Ormesvale,,,\n",
    "feedback": "id,area,kind,interview,turn,quote,comment\n"
    "F-1,Ormesvale,confirmed,,,,Pemberthey and Kyle agreed\n",
    "decisions": "interview,text,decision,replacement,kind,reason\n,Nobody Here,keep,,,\n",
    "codings": "id,interview,turn,start,end,text,theme,code,stance,coder,of,status,memo\n"
    "A-1,1,1,0,23,I am Del from Ormesvale,s,c,affirms,A,raw,matched,\n",
}


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("data/gold").mkdir(parents=True)
    Path("data/salt.txt").write_text("salt\n")
    Path("data/gold/one.csv").write_text(
        "interview,turn,start,end,type,entity\n1,1,5,8,PERSON,p07\n1,2,0,4,PERSON,kyle\n"
    )
    Path("config").mkdir()
    Path("config/study.yml").write_text(STUDY)
    Path("config/tables.yml").write_text(DECLARED)
    Path("in").mkdir()
    for name, text in FILES.items():
        Path(f"in/{name}.csv").write_text(text)
    return tmp_path


TABLES = [f"in/{n}.csv" for n in ("areas", "participants", "register", "feedback", "decisions")]


def run(out: str = "results") -> tuple[Path, Path]:
    controlled, safe = Path(out) / "controlled", Path(out) / "safeguarded"
    kept = ["--spans", f"{controlled}/spans.csv"]
    queue = ["--review", f"{controlled}/review.csv"]
    key = ["--key", f"{controlled}/key.csv"]
    turns = ["--turns", "in/turns.csv"]
    tables = ["--tables", *TABLES]
    finds, batch = ["--finds", f"{controlled}/finds.json"], f"{controlled}/batch"
    numbers = ["--numbers", f"{controlled}/numbers.json"]
    stale = ["--unmatched", f"{controlled}/unmatched.csv"]
    main(["find", *turns, *tables, *finds, "--cells"])
    main(["number", *finds, *tables, *numbers])
    page = ["--into", batch, "--diff", f"{controlled}/diff.html"]
    main(["mask", *turns, *tables, *finds, *numbers, *page, "--cells"])
    joined = ["--batches", batch, *numbers, "--out", f"{safe}/turns.csv"]
    main(["join", *joined, *kept, *key, *queue, *stale])
    shutil.rmtree(batch)
    moved = ["--codings", "in/codings.csv", "--turns", f"{safe}/turns.csv", *kept]
    moved += ["--again", f"{controlled}/found_again.csv"]
    main(["codings", *moved, "--out", f"{safe}/codings.csv"])
    main(["people", *key, *tables, "--out", str(safe)])
    feedback = ["--table", "in/feedback.csv", "--out", f"{safe}/feedback.csv"]
    main(["table", *feedback, *key, *tables])
    people = ["--people", f"{safe}/participants.csv", *key]
    told = [w for n in ("recall", "kanonymity", "summary") for w in (f"--{n}", f"{safe}/{n}.csv")]
    misses = ["--misses", f"{controlled}/misses.csv"]
    main(["measure", *turns, *kept, *queue, *stale, *people, *told, *misses, *tables])
    return controlled, safe


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.open()))


def test_safeguarded_tier_holds_no_name(study: Path) -> None:
    _, safe = run()
    for path in safe.iterdir():
        for name in ("Pemberth", "Delroy", "Ormesvale", "Kyle", "Pumphouse", "Imogen"):
            assert name not in path.read_text()


def test_controlled_files_are_for_their_owner_alone(study: Path) -> None:
    controlled, _ = run()
    assert {path.stat().st_mode & 0o777 for path in controlled.iterdir()} == {0o600}


def test_one_person_is_one_replacement_in_every_table(study: Path) -> None:
    _, safe = run()
    assert rows(safe / "turns.csv")[0]["text"].startswith("I am [Participant 7] from [County 1].")
    assert rows(safe / "codings.csv")[0]["text"] == "I am [Participant 7] from [County 1]"
    feedback = rows(safe / "feedback.csv")[0]
    assert feedback["area"] == "Area A"
    assert feedback["comment"] == "[Participant 7] and [Person 1] agreed"
    participant = rows(safe / "participants.csv")[0]
    assert (participant["participant"], participant["role"]) == (
        "Participant 7",
        "aide to [Person 1]",
    )


def test_what_config_allows_stays(study: Path) -> None:
    _, safe = run()
    assert "The Fenmoor Show was on." in rows(safe / "turns.csv")[0]["text"]


def test_same_bytes_whatever_the_order_of_turns(study: Path) -> None:
    one, _ = run("a")
    head, first, second = Path("in/turns.csv").read_text().splitlines()
    Path("in/turns.csv").write_text("\n".join([head, second, first, ""]))
    two, _ = run("b")
    assert (one / "key.csv").read_bytes() == (two / "key.csv").read_bytes()
    assert sorted(rows(one / "spans.csv"), key=str) == sorted(rows(two / "spans.csv"), key=str)


def test_summary_tells_recall_and_decisions_that_match_nothing(study: Path, capsys) -> None:
    _, safe = run()
    told = {row["measure"]: row["value"] for row in rows(safe / "summary.csv")}
    assert (told["gold recall"], told["decisions that match nothing"]) == ("1.0000", "1")
    assert "decisions.csv:2: text: matches nothing any more" in capsys.readouterr().err


def test_wrong_settings_stop_before_anything_is_written(study: Path) -> None:
    text = STUDY.replace('fuzzy: "88"', 'fuzzy: "high"')
    Path("config/study.yml").write_text(text)
    with pytest.raises(StudyError, match="fuzzy"):
        run()
    assert not Path("results").exists()


def test_gold_outside_its_turn_is_told(study: Path) -> None:
    path = Path("data/gold/one.csv")
    path.write_text(path.read_text() + "1,2,90,99,PERSON,x\n")
    with pytest.raises(StudyError, match=r"one\.csv:4: start"):
        run()


def test_words_that_a_spreadsheet_would_run_come_through_every_step(study: Path) -> None:
    path = Path("in/turns.csv")
    path.write_text(path.read_text() + "1,3,Delroy Pemberthy,9.000,'=Kyle came to Ormesvale.\n")
    gold = Path("data/gold/one.csv")
    gold.write_text(gold.read_text() + "1,3,1,5,PERSON,kyle\n")
    coded = Path("in/codings.csv")
    coded.write_text(coded.read_text() + "A-2,1,3,1,10,Kyle came,s,c,affirms,A,raw,matched,\n")
    _, safe = run()
    assert rows(safe / "turns.csv")[2]["text"] == "'=[Person 1] came to [County 1]."
    assert rows(safe / "codings.csv")[1]["text"] == "[Person 1] came"
    told = {row["measure"]: row["value"] for row in rows(safe / "summary.csv")}
    assert told["gold recall"] == "1.0000"
