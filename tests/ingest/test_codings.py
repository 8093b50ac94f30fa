"""The codings of a study, found in its transcripts, and codings outside a study."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from fieldstudy.ingest.matching import Piece, Searched, cut, lay_out
from fieldstudy.ingest.turns import Turn

HEAD = "id,interview,turn,start,end,text,theme,code,stance,coder,of,status,memo"
# The small study's project has short names for identifiers, which the standard's schema forbids.
BEYOND = "; the project file is not as the standard's schema demands, first at 'User'"
PLAIN = "interview,turn,start,end,text,code,stance,coder\n"


def plain_only(small: Any, rows: str) -> None:
    """Leave coder A alone in the study, with a plain table."""
    small.swap(
        "config/study.yml", 'format: "refi-qda", file: "codings/a.qdpx"', "format: csv, file: a.csv"
    )
    small.swap(
        "config/study.yml",
        '  - {coder: "B", format: "taguette", file: "codings/b.csv", of: "raw"}\n',
        "",
    )
    small.write("a.csv", PLAIN + rows)


def test_both_coders_codings_are_found_in_their_turns(small: Any) -> None:
    code, out, _ = small.run("codings")
    assert code == 0
    assert small.rows("codings.csv") == [
        HEAD,
        "A:k0,1,1,3,32,wrote the needs assessment in,strategy,needs_assessment,affirms,A,raw,"
        "matched,memo",
        "B:1:needs_assessment,1,1,3,43,wrote the needs assessment in the spring,strategy,"
        "needs_assessment,affirms,B,raw,matched,",
        "B:2:needs_assessment (denies),2,1,0,23,Nothing is written down,strategy,"
        "needs_assessment,denies,B,raw,matched,",
    ]
    assert out.splitlines() == [
        "a.qdpx: 1 document, 2 codes, 1 coding; 1 row matched; "
        "offsets in code points, line ends as stored (no quoted passage to show it, but ends of words "
        "suggest it)" + BEYOND,
        "b.csv: 2 documents, 2 codes, 2 codings; 2 rows matched",
    ]


def test_turns_may_come_from_the_table_of_turns(small: Any) -> None:
    small.run("codings")
    first = small.rows("codings.csv")
    small.run("transcripts")
    small.run("codings", "--turns", "results/controlled/ingest/turns.csv")
    assert small.rows("codings.csv") == first


def test_a_coding_over_two_turns_is_a_row_a_turn(small: Any, qdpx: Any) -> None:
    qdpx(small.data / "codings" / "a.qdpx", selections=[(42, 72, "", "late_guidance")])
    small.swap("config/codebook.yml", 'theme: "duty"', 'theme: "strategy"')
    small.run("codings")
    rows = [row for row in small.rows("codings.csv") if row.startswith("A:")]
    assert rows == [
        "A:k0.1,1,1,33,44,the spring.,strategy,late_guidance,affirms,A,raw,matched,memo",
        "A:k0.2,1,2,0,9,The guida,strategy,late_guidance,affirms,A,raw,matched,memo",
    ]


def test_an_edited_passage_an_unknown_code_and_a_strange_document_are_errors(
    small: Any, qdpx: Any
) -> None:
    qdpx(
        small.data / "codings" / "a.qdpx",
        selections=[
            (12, 41, "wrote a needs assessment in", "needs_assessment"),
            (12, 41, "in the spring", "needs_assessment"),
            (12, 20, "", "needs_assesment"),
            (90, 99, "", "needs_assessment"),
        ],
    )
    small.write(
        "codings/b.csv",
        "id,document,tag,content\n1,interview-1,duty.late_guidance,Secret words\n"
        "2,Ann Lee,late_guidance,came late\n3,interview-1,strategy.late_guidance,came late\n"
        "4,interview-1,late_guidance,in\n",
    )
    assert small.problems("codings") == [
        "a.qdpx: coding k0: the text of the coding is not in turn 1 of interview 1",
        "a.qdpx: coding k1: the text of the coding is in turn 1 of interview 1, "
        "but not at its offsets; export it again",
        "a.qdpx: coding k2: 'needs_assesment' is not a code of the codebook; "
        "allowed: needs_assessment, late_guidance (did you mean 'needs_assessment'?)",
        "a.qdpx: coding k3: its offsets are not in the text of interview 1",
        "b.csv: row 2: the text of the coding is in no turn of interview 1",
        "b.csv: row 4: 'late_guidance' stands under the theme 'strategy'; allowed: 'duty', "
        "as in the codebook",
        "b.csv: row 5: the text of the coding stands 2 times in interview 1 (turns 1, 1); "
        "widen the passage in the tool until it stands once",
        "b.csv: source 2: its name is not that of an interview; "
        "allowed: 1, 2, interview-1, interview-2",
    ]


def test_a_coding_of_an_edited_paragraph_is_an_error(small: Any, qdpx: Any) -> None:
    source = "Interview\nAnn Lee: We wrote it.\nBob Oak: The guidance 🙂 came late."
    path = small.data / "codings" / "a.qdpx"
    qdpx(path, source, selections=[(20, 25, "", "needs_assessment")])
    assert small.problems("codings") == [
        "a.qdpx: coding k0: paragraph 2 of its source is no turn of interview 1; "
        "code the transcript as it stands"
    ]
    qdpx(path, source, selections=[(41, 54, "", "needs_assessment")])
    _, out, _ = small.run("codings")
    assert "2 paragraphs of no turn, without a coding" in out


def test_a_missing_source_and_an_empty_project_are_errors(small: Any, qdpx: Any) -> None:
    path = small.data / "codings" / "a.qdpx"
    qdpx(path, None)
    assert small.problems("codings") == [
        "a.qdpx: source 1: its text is missing; export the project again with its documents"
    ]
    qdpx(path, selections=[])
    assert small.problems("codings") == ["a.qdpx: holds no codings; export it again from its tool"]


def test_two_coders_under_one_name_are_an_error(small: Any) -> None:
    small.swap("config/study.yml", 'coder: "B"', 'coder: "A"')
    assert small.problems("codings") == [
        "b.csv: coder 'A' codes interview 1 in a.qdpx as well; give each coder an id of their own"
    ]


def test_a_plain_table_is_checked_to_the_character(small: Any) -> None:
    plain_only(
        small,
        "1,1,3,8,wrote,needs_assessment,denies,A\n1,1,3,8,wrote,needs_assessment,,B\n"
        "1,2,,,came late,late_guidance,,\n",
    )
    assert small.run("codings")[0] == 0
    assert small.rows("codings.csv")[1:] == [
        "A:2,1,1,3,8,wrote,strategy,needs_assessment,denies,A,raw,matched,",
        "A:4,1,2,15,24,came late,duty,late_guidance,affirms,A,raw,matched,",
    ]


def test_wrong_rows_of_a_plain_table_are_all_named(small: Any) -> None:
    plain_only(
        small,
        "1,1,4,9,wrote,needs_assessment,,A\n1,9,3,8,wrote,needs_assessment,,A\n"
        "1,1,3,99,Secret,needs_assessment,,A\n",
    )
    assert small.problems("codings") == [
        "a.csv: row 2: the text of the coding is in turn 1 of interview 1, "
        "but not at its offsets; export it again",
        "a.csv: row 3: interview 1 has no turn 9; allowed: 1 to 2",
        "a.csv: row 4: the text of the coding is not in turn 1 of interview 1",
    ]
    small.write("a.csv", PLAIN + "1,1,3\n1,1,3,8,wrote\n")
    assert small.problems("codings") == [
        f"a.csv:{row}: has {cells} cells, but the header has 8; "
        "put a value that holds a comma in double quotes"
        for row, cells in ((2, 3), (3, 5))
    ]
    plain_only_rows = "1,x,3,8,wrote,needs_assessment,,A\n1,1,3,8,,needs_assessment,maybe,A\n"
    small.write("a.csv", PLAIN + plain_only_rows)
    assert small.problems("codings") == [
        "a.csv:2: turn: is not a whole number; allowed: digits only",
        "a.csv:3: stance: is not a stance; allowed: affirms, denies, or empty",
        "a.csv:3: text: is empty; give the words of the passage",
    ]


def test_codings_of_anonymised_text_are_kept_unverified(small: Any, qdpx: Any) -> None:
    small.swap("config/study.yml", 'a.qdpx", of: "raw"', 'a.qdpx", of: "anonymised"')
    source = "[Participant 1]: We wrote it."
    qdpx(small.data / "codings" / "a.qdpx", source, [(20, 25, "wrote", "needs_assessment")])
    assert small.run("codings")[0] == 0
    row = next(row for row in small.rows("codings.csv") if row.startswith("A:"))
    assert row == (
        "A:k0,1,1,3,8,wrote,strategy,needs_assessment,affirms,A,anonymised,unverifiable,memo"
    )


def test_outside_a_study_any_file_is_read(small: Any, qdpx: Any, tmp_path: Path) -> None:
    selections = [(5, 8, "yes", "ok"), (5, 8, "my label", "ok (denies)"), (5, 99, "no", "x")]
    qdpx(tmp_path / "p.qdpx", "Ann: yes.", selections, name="Talk")
    small.write("none.csv", "id,document,tag,content\n7,Talk,strategy.ok,yes\n")
    code, out, _ = small.run("codings", "p.qdpx", "data/standin/none.csv", "--out", "o.csv")
    assert code == 0
    assert (tmp_path / "o.csv").read_text().splitlines() == [
        HEAD,
        "k2,Talk,,5,,no,strategy,x,affirms,Coder One,raw,mismatch,memo",
        "7:ok,Talk,1,5,8,yes,strategy,ok,affirms,,raw,matched,",
        "k0,Talk,1,5,8,yes,strategy,ok,affirms,Coder One,raw,matched,memo",
        'k1,Talk,1,5,8,yes,strategy,ok,denies,Coder One,raw,matched,"my label',
        'memo"',
    ]
    assert out.splitlines() == [
        "p.qdpx: 1 document, 4 codes, 3 codings; 2 rows matched, 1 row mismatch; "
        "offsets in code points, line ends as stored (as the quoted passages show)" + BEYOND,
        "none.csv: 1 document, 1 code, 1 coding; 1 row matched; passages found by their words",
        "1 coding not found where the file says; see o-mismatches.csv",
    ]


def test_a_plain_table_without_this_coder_is_an_error(small: Any) -> None:
    plain_only(small, "1,1,3,8,wrote,needs_assessment,,B\n")
    assert small.problems("codings") == [
        "a.csv: holds no codings of coder 'A'; export it again from its tool"
    ]


def test_a_damaged_archive_in_a_study_writes_nothing(small: Any) -> None:
    path = small.data / "codings" / "a.qdpx"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../x", "x")
    assert small.problems("codings") == [
        "a.qdpx: holds a file whose path leads outside the archive; it is refused"
    ]


TURNS = [Turn("1", 1, "Ann", "", "Yes, we did."), Turn("1", 2, "Bob", "", "Yes, we did.")]


@pytest.mark.parametrize(
    ("passage", "places"),
    [
        ("Yes", 2),
        ("did.\n\nBob:   Yes", 1),
        ("Ann", 0),
        ("", 0),
    ],
)
def test_passages_are_searched_in_talk_and_not_in_names(passage: str, places: int) -> None:
    assert len(Searched.of(TURNS).find(passage)) == places


def test_a_passage_that_overlaps_itself_stands_twice() -> None:
    assert len(Searched.of([Turn("1", 1, "Ann", "", "ha ha ha")]).find("ha ha")) == 2


def test_a_place_in_talk_goes_before_one_that_holds_a_name() -> None:
    turns = [Turn("1", 1, "Ann", "", "He wrote Bob: no."), Turn("1", 2, "Bob", "", "no.")]
    assert Searched.of(turns).find("Bob: no.") == [[Piece(1, 9, 17, "Bob: no.")]]


def test_identical_turns_are_told_apart_by_their_order() -> None:
    source = "Title\nAnn: Yes, we did.\nBob: Yes, we did."
    layout = lay_out(source, TURNS)
    assert [region.turn for region in layout.regions] == [1, 2]
    start = source.rindex("we did")
    assert cut(source, layout.regions, start, start + 6) == [Piece(2, 5, 11, "we did")]


def test_a_study_takes_the_names_that_its_tool_has(small: Any, qdpx: Any) -> None:
    path = small.data / "codings" / "a.qdpx"
    qdpx(path, selections=[(12, 41, "", "Needs assessment"), (12, 41, "", "Written down (denies)")])
    small.swap(
        "config/codebook.yml",
        '    definition: "A written assessment."',
        '    definition: "A written assessment."\n    called: ["Strategy::Written down", "On paper"]',
    )
    code, _, err = small.run("codings")
    assert (code, err) == (0, [])
    rows = [row.split(",") for row in small.rows("codings.csv") if row.startswith("A:")]
    assert [(row[7], row[8]) for row in rows] == [
        ("needs_assessment", "affirms"),
        ("needs_assessment", "denies"),
    ]


def test_a_name_that_two_codes_are_called_by_is_an_error(small: Any) -> None:
    for words in ('"A written assessment."', '"Complaints of the date."'):
        small.swap("config/codebook.yml", words, f'{words}\n    called: "Plans"')
    assert small.problems("codings") == [
        "config/codebook.yml: codes: entry 2: called: 'Plans' is another code's as well; "
        "write the theme before it, Theme::Code"
    ]
