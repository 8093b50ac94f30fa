"""What may become open, what stops the build, and that nothing is half-written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from fieldstudy.disclose.cli import main, put_in_place
from fieldstudy.errors import StudyError
from fieldstudy.io import read_rows, read_yaml, write_text

RULES = """
threshold: "3"
people: ["participants"]
people_findings: ["participants", "people_withheld"]
people_measures: ["not to be quoted"]
open_base: ["interventions"]
forbidden:
  columns: ["participant", "text"]
  together: [["interview", "area"]]
"""
OUTPUTS = """
outputs:
  - {id: by_role, title: "By office", from: participants, rows: role_class, columns: group,
     measure: count, tier: open, people: "yes"}
  - {id: secret, title: "By role", from: participants, rows: role, measure: count,
     tier: safeguarded, people: "yes"}
"""
FINDINGS = """
synthetic: ""
study: {title: "A study"}
findings:
  participants: {words: '[thirteen]{.finding claim="participants"}', value: "13"}
  people_withheld: {words: '[two]{.finding claim="people_withheld"}', Words: "Two", value: "2"}
  vru_areas_in_region: {words: "two", value: "2"}
quotes:
  end_silos: '[“The fences must come down” (Interview 1)]{.quote claim="end_silos"}'
"""
WIDE = "role_class,unit,none,total\npolice,3,4,7\nhealth,3,3,6\ntotal,6,7,13\n"
LONG = "row,column,count\npolice,unit,3\npolice,none,4\nhealth,unit,3\nhealth,none,3\n"
FILES = {
    "disclosure.yml": RULES,
    "tables.yml": OUTPUTS,
    "findings.yml": FINDINGS,
    "base/interventions.csv": "row,id,area,setting,start\ninterventions:I-1,I-1,Area A,=cmd(),-3\n",
    "base/participants.csv": "row,participant\nparticipants:P1,Participant 1\n",
    "tables/by_role.csv": WIDE,
    "tables/by_role.long.csv": LONG,
    "tables/secret.csv": "role,count\npolice officer,1\n",
    "verdicts.csv": "id,basis,published,regenerated,verdict,reason,more\n"
    "people_withheld,study,,two,not published,Computed.,x\n",
    "evidence.csv": "claim,table,row\n"
    "interventions_vru,interventions,interventions:I-1\n"
    "resource_intensive,interventions,interventions:I-1\n"
    "participants,participants,participants:Participant 1\n",
    "ledger.json": '[{"id": "interventions_vru", "asks": ["interventions"]},'
    ' {"id": "resource_intensive", "asks": ["areas", "interventions"]},'
    ' {"id": "participants", "asks": ["participants"]}]',
    "quotations.csv": "id,interview,code,words,turn,speaker,start,end\n"
    "end_silos,1,end_silos,The fences must come down,4,[Participant 1],0,25\n",
    "participants.csv": "participant,role,consent_quote,interview\n"
    "Participant 1,police officer,yes,1\nParticipant 2,police analyst,no,1\n",
    "kanonymity.csv": "crowd,who,people\nrole,police officer,6\nrole,public health,1\n",
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        write_text(tmp_path / name, text.lstrip())
    return tmp_path


def pass_it(study: Path) -> None:
    flags = {
        **{name: study / name for name in ("base", "tables")},
        **{
            name: study / f"{name}.csv"
            for name in ("verdicts", "evidence", "quotations", "participants")
        },
        "ledger": study / "ledger.json",
        "findings": study / "findings.yml",
        "crowds": study / "kanonymity.csv",
        "declared": study / "tables.yml",
        "config": study / "disclosure.yml",
        "open-base": study / "open/tables/base",
        "open-tables": study / "open/tables",
        "open-findings": study / "open/findings/findings.yml",
        "open-evidence": study / "open/verify/evidence.csv",
        "open-verdicts": study / "open/verify/verdicts.csv",
        "report": study / "open/verify/disclosure.csv",
        "decisions": study / "safeguarded/decisions.csv",
    }
    main(["pass", *(word for flag, path in flags.items() for word in (f"--{flag}", str(path)))])


def change(study: Path, name: str, old: str, new: str) -> None:
    text = (study / name).read_text(encoding="utf-8")
    assert old in text
    write_text(study / name, text.replace(old, new))


def opened(study: Path) -> list[str]:
    found = (study / "open").rglob("*")
    return sorted(str(path.relative_to(study / "open")) for path in found if path.is_file())


def test_only_what_is_declared_open_passes(study: Path) -> None:
    pass_it(study)
    assert opened(study) == [
        "findings/findings.yml",
        "tables/base/interventions.csv",
        "tables/by_role.csv",
        "tables/by_role.long.csv",
        "verify/disclosure.csv",
        "verify/evidence.csv",
        "verify/verdicts.csv",
    ]


SMALL = "police,unit,9\npolice,none,4\nhealth,unit,6\nhealth,none,2"


def with_counts(study: Path, counts: str) -> None:
    change(study, "tables/by_role.long.csv", LONG.split("\n", 1)[1].strip(), counts)


def shown(study: Path, name: str = "by_role") -> list[list[str]]:
    with (study / f"open/tables/{name}.csv").open(encoding="utf-8") as text:
        return list(csv.reader(text))


def test_a_crowd_under_the_threshold_is_hidden_and_the_totals_stay_true(study: Path) -> None:
    with_counts(study, SMALL)
    pass_it(study)
    assert shown(study) == [
        ["role_class", "unit", "none", "total"],
        ["police", "[c]", "[c]", "13"],
        ["health", "[c]", "[c]", "8"],
        ["total", "15", "6", "21"],
    ]


def test_a_share_is_hidden_with_its_count(study: Path) -> None:
    with_counts(study, SMALL)
    pass_it(study)
    assert all(set(line[2:]) == {"[c]"} for line in shown(study, "by_role.long")[1:])


def test_the_open_report_does_not_tell_which_hidden_number_is_the_small_one(study: Path) -> None:
    with_counts(study, SMALL)
    pass_it(study)
    rows = read_rows(study / "open/verify/disclosure.csv")
    hidden = [row for row in rows if row["decision"] == "hidden"]
    assert hidden[0]["what"] == "table: by_role: row 'police': column 'unit'"
    assert len(hidden) == 4
    assert len({(row["smallest_crowd"], row["reason"]) for row in hidden}) == 1


def test_the_team_reads_each_crowds_size_and_fate(study: Path) -> None:
    with_counts(study, SMALL)
    pass_it(study)
    rows = {row["what"]: row for row in read_rows(study / "safeguarded/decisions.csv")}
    small = rows["by_role: row 'health': column 'none'"]
    assert (small["people"], small["decision"], small["reason"]) == ("2", "hidden", "under 3")
    assert rows["by_role: row 'police': column 'none'"]["reason"] == "protects others"
    assert rows["by_role: row 'total': column 'total'"]["decision"] == "shown"


def test_categories_are_collapsed_before_anything_is_hidden(study: Path) -> None:
    change(
        study,
        "disclosure.yml",
        "forbidden:",
        "collapse: [{from: participants, column: role_class, of: [police, health], into: services}]\n"
        "forbidden:",
    )
    with_counts(study, SMALL)
    pass_it(study)
    assert shown(study)[1:] == [["services", "15", "6", "21"], ["total", "15", "6", "21"]]


def test_a_table_that_cannot_be_protected_stops_the_build(study: Path) -> None:
    change(study, "disclosure.yml", "people: [", 'protection: "4"\npeople: [')
    with_counts(study, "police,unit,1\npolice,none,0\nhealth,unit,1\nhealth,none,1")
    with pytest.raises(StudyError, match="by_role: no choice of hidden cells"):
        pass_it(study)


def test_a_table_made_from_people_is_controlled_though_it_claims_to_count_none(study: Path) -> None:
    change(study, "tables.yml", 'open, people: "yes"', 'open, people: "no"')
    with_counts(study, SMALL)
    pass_it(study)
    assert "[c]" in shown(study)[1]


LINKED = """people_findings:
  participants: {from: participants}
  some: {from: participants, where: WHERE}
  people_withheld: {}
"""


def link(study: Path, where: str, said: str, digits: str) -> None:
    """Let a finding count some of the people of the table."""
    findings = 'people_findings: ["participants", "people_withheld"]\n'
    change(study, "disclosure.yml", findings, LINKED.replace("WHERE", where))
    told = f'\n  some: {{words: \'[{said}]{{.finding claim="some"}}\', value: "{digits}"}}'
    change(study, "findings.yml", "\nquotes:", f"{told}\nquotes:")


def test_what_a_sentence_tells_is_not_hidden_in_vain(study: Path) -> None:
    change(study, "findings.yml", '[thirteen]{.finding claim="participants"}', "21")
    change(study, "findings.yml", '"13"', '"21"')
    link(study, "{role_class: police, group: none}", "four", "4")
    with_counts(study, SMALL)
    pass_it(study)
    assert shown(study)[1:] == [
        ["police", "9", "4", "13"],
        ["health", "[c]", "[c]", "8"],
        ["total", "[c]", "[c]", "21"],
    ]


def test_a_sentence_that_tells_of_a_small_crowd_of_a_table_stops_the_build(study: Path) -> None:
    link(study, "{role_class: health, group: none}", "two", "2")
    with_counts(study, "police,unit,4\npolice,none,4\nhealth,unit,3\nhealth,none,2")
    with pytest.raises(StudyError, match="finding 'some'"):
        pass_it(study)


def test_a_sentence_that_leaves_out_a_small_crowd_stops_the_build(study: Path) -> None:
    link(study, "{grade: senior}", "eleven", "11")
    with pytest.raises(StudyError, match="all but grade senior"):
        pass_it(study)


def test_a_sentence_that_contradicts_a_table_stops_the_build(study: Path) -> None:
    link(study, "{role_class: police}", "nine", "9")
    with pytest.raises(StudyError, match="contradict each other"):
        pass_it(study)


def test_shares_of_people_for_the_appendix_are_refused(study: Path) -> None:
    more = "comparisons: [{id: police, from: participants}]\noutputs:"
    change(study, "tables.yml", "outputs:", more)
    with pytest.raises(StudyError, match="comparisons: police: counts people"):
        pass_it(study)


def test_an_empty_crowd_is_nobody(study: Path) -> None:
    change(study, "tables/by_role.long.csv", "health,unit,3", "health,unit,0")
    pass_it(study)


def test_a_listing_of_people_is_refused(study: Path) -> None:
    write_text(study / "tables/by_role.long.csv", "row,column,value\npolice,unit,officer\n")
    with pytest.raises(StudyError, match="one by one"):
        pass_it(study)


def test_a_failure_leaves_the_open_tier_as_it_was(study: Path) -> None:
    pass_it(study)
    before = {name: (study / "open" / name).read_bytes() for name in opened(study)}
    change(study, "base/interventions.csv", "setting", "text")
    change(study, "findings.yml", "thirteen", "twelve")
    with pytest.raises(StudyError):
        pass_it(study)
    assert {name: (study / "open" / name).read_bytes() for name in opened(study)} == before


def test_a_table_no_longer_declared_leaves_the_open_tier(study: Path) -> None:
    pass_it(study)
    change(study, "tables.yml", "tier: open", "tier: safeguarded")
    pass_it(study)
    assert "tables/by_role.csv" not in opened(study)


@pytest.mark.parametrize("column", ["text", "participant", "Participants"])
def test_a_forbidden_column_is_refused(study: Path, column: str) -> None:
    change(study, "base/interventions.csv", "setting", column)
    with pytest.raises(StudyError, match=f"interventions: column '{column}'"):
        pass_it(study)


def test_interview_beside_area_is_refused(study: Path) -> None:
    change(study, "base/interventions.csv", "setting", "interview")
    with pytest.raises(StudyError, match="'area' and 'interview'"):
        pass_it(study)


def test_interview_across_the_head_of_an_area_table_is_refused(study: Path) -> None:
    change(
        study, "tables.yml", "rows: role_class, columns: group", "rows: area, columns: interview"
    )
    change(study, "tables/by_role.csv", "role_class", "area")
    with pytest.raises(StudyError, match="'area' and 'interview'"):
        pass_it(study)


def test_a_table_of_persons_never_passes_whole(study: Path) -> None:
    change(study, "disclosure.yml", '["interventions"]', '["participants"]')
    with pytest.raises(StudyError, match="row for each person"):
        pass_it(study)


def test_a_measure_of_people_under_the_threshold_keeps_its_table_closed(study: Path) -> None:
    change(study, "disclosure.yml", '["interventions"]', '["masking"]')
    write_text(study / "base/masking.csv", "row,measure,value\nm:1,not to be quoted,2\n")
    with pytest.raises(StudyError, match="row 'not to be quoted'"):
        pass_it(study)


def test_formulas_are_defused_and_numbers_are_not(study: Path) -> None:
    pass_it(study)
    shown = (study / "open/tables/base/interventions.csv").read_text()
    assert "'=cmd()" in shown and ",'-3" not in shown
    (row,) = read_rows(study / "open/tables/base/interventions.csv")
    assert (row["setting"], row["start"]) == ("=cmd()", "-3")


def test_small_numbers_of_people_are_said_as_fewer_than(study: Path) -> None:
    pass_it(study)
    findings = read_yaml(study / "open/findings/findings.yml")["findings"]
    assert findings["people_withheld"] == {
        "words": '[fewer than three]{.finding claim="people_withheld"}',
        "Words": "Fewer than three",
        "value": "< 3",
    }
    assert findings["participants"]["value"] == "13"
    assert findings["vru_areas_in_region"]["words"] == "two"


def test_a_verdict_says_no_more_than_its_finding(study: Path) -> None:
    pass_it(study)
    (row,) = read_rows(study / "open/verify/verdicts.csv")
    assert row["regenerated"] == "fewer than three"
    assert list(row) == ["id", "basis", "published", "regenerated", "verdict", "reason"]


def test_evidence_passes_only_where_all_that_its_claim_asks_is_open(study: Path) -> None:
    pass_it(study)
    rows = read_rows(study / "open/verify/evidence.csv")
    assert [row["claim"] for row in rows] == ["interventions_vru"]


def test_words_of_someone_who_refused_stop_the_build(study: Path) -> None:
    change(study, "quotations.csv", "[Participant 1]", "[Participant 2]")
    with pytest.raises(StudyError, match="did not agree"):
        pass_it(study)


def test_words_of_somebody_unknown_stop_the_build(study: Path) -> None:
    change(study, "quotations.csv", "[Participant 1]", "[Interviewer]")
    with pytest.raises(StudyError, match="did not agree"):
        pass_it(study)


def test_a_quotation_that_was_not_resolved_stops_the_build(study: Path) -> None:
    change(study, "quotations.csv", "end_silos,1", "health_data,1")
    with pytest.raises(StudyError, match="not among the resolved"):
        pass_it(study)


@pytest.mark.parametrize(
    "attribution", ["Interview 2", "Interview 1, Area C", "Participant 1, Interview 1", "Area C"]
)
def test_a_quotation_is_attributed_by_its_interview_alone(study: Path, attribution: str) -> None:
    change(study, "findings.yml", "(Interview 1)", f"({attribution})")
    with pytest.raises(StudyError, match="interview alone"):
        pass_it(study)


def test_the_report_gives_no_size_under_the_threshold(study: Path) -> None:
    pass_it(study)
    rows = {row["what"]: row for row in read_rows(study / "open/verify/disclosure.csv")}
    assert rows["people: role"]["smallest_crowd"] == "fewer than 3"
    assert rows["quotation: end_silos"]["smallest_crowd"] == "fewer than 3"
    assert rows["finding: people_withheld"]["decision"] == "generalised"
    assert rows["table: by_role"]["smallest_crowd"] == "3"


def test_passing_twice_gives_the_same_bytes(study: Path) -> None:
    pass_it(study)
    first = {name: (study / "open" / name).read_bytes() for name in opened(study)}
    pass_it(study)
    assert {name: (study / "open" / name).read_bytes() for name in opened(study)} == first


def test_files_are_put_in_place_only_when_all_are_written(tmp_path: Path) -> None:
    def fails(path: Path) -> None:
        raise OSError(path)

    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    with pytest.raises(OSError, match="two"):
        put_in_place({one: lambda path: write_text(path, "1"), two: fails})
    assert list(tmp_path.iterdir()) == []


def test_a_threshold_must_be_a_number_of_two_or_more(study: Path) -> None:
    change(study, "disclosure.yml", 'threshold: "3"', 'threshold: "1"')
    with pytest.raises(StudyError, match="'1' is not a whole number of two or more"):
        pass_it(study)


def test_protection_that_would_let_a_small_crowd_be_shown_is_refused(study: Path) -> None:
    change(study, "disclosure.yml", "people: [", 'protection: "2"\npeople: [')
    with pytest.raises(StudyError, match="'2' is less than the threshold of 3"):
        pass_it(study)


def test_a_ragged_table_is_told_with_its_row(study: Path) -> None:
    write_text(study / "tables/by_role.csv", "role_class,unit\npolice,3,9\n")
    with pytest.raises(StudyError, match=r"by_role\.csv:2: has 3 cells"):
        pass_it(study)


def test_the_report_is_a_csv_that_reads_back(study: Path) -> None:
    pass_it(study)
    with (study / "open/verify/disclosure.csv").open(encoding="utf-8") as text:
        assert len({len(row) for row in csv.reader(text)}) == 1


def test_the_report_tells_which_interviews_can_be_joined_to_an_area(study: Path) -> None:
    change(study, "disclosure.yml", '["interventions"]', '["interventions", "findings"]')
    said = "findings:A:end_silos,Area A,vru,end_silos,affirms"
    head = "row,area,group,code,stance\n"
    others = "findings:B:end_silos,Area B,vru,end_silos,silent\n"
    write_text(study / "base/findings.csv", f"{head}{said}\n{others}")
    write_text(study / "base/voices.csv", "row,interview,code,stance\nv,1,end_silos,affirms\n")
    pass_it(study)
    report = {row["what"]: row for row in read_rows(study / "open/verify/disclosure.csv")}
    assert report["interview: 1"]["decision"] == "can be joined to its area's code"
    assert "Area" not in report["interview: 1"]["reason"]
    assert "either can tell of the other" in report["areas: vru"]["reason"]
    write_text(study / "base/findings.csv", f"{head}{said}\n{others.replace('silent', 'affirms')}")
    pass_it(study)
    report = {row["what"]: row for row in read_rows(study / "open/verify/disclosure.csv")}
    assert report["interview: 1"]["reason"].endswith("fit 2 areas.")


def test_a_quotation_is_consented_to_whatever_role_stands_beside_its_speaker(study: Path) -> None:
    change(study, "quotations.csv", "[Participant 1]", '"[Participant 1, police officer]"')
    pass_it(study)
    assert "findings/findings.yml" in opened(study)
