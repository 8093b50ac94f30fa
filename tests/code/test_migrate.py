import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.__main__ import main
from fieldstudy.code.codebook import Code, Codebook, codebook_of
from fieldstudy.code.migrate import changes, migrated
from fieldstudy.errors import StudyError


def book(**codes):
    return Codebook(
        {"t": "T", "u": "U"},
        {
            name: Code(name, made.get("theme", "t"), made.get("said", "S."), "helps", was=was)
            for name, (was, made) in codes.items()
        },
    )


def code(*was, **made):
    return was, made


def coding(name, start=0, coder="A"):
    row = {"id": f"{name}{start}", "interview": "1", "turn": "2", "start": str(start), "end": "9"}
    return row | {"text": "words", "theme": "t", "code": name, "stance": "affirms", "coder": coder}


OLD = book(money=code(), grants=code(), boards=code(), plans=code(), gone=code())
NEW = book(
    budgets=code("money", "grants", theme="u"),
    boards=code(said="Boards meet."),
    local_plans=code("plans"),
    county_plans=code("plans"),
    trust=code(),
)


def test_log_names_what_was_merged_split_removed_added_and_reworded():
    log = {(one.change, one.old, one.new) for one in changes(OLD, NEW)}
    assert log == {
        ("merged", "money; grants", "budgets"),
        ("split", "plans", "local_plans; county_plans"),
        ("removed", "gone", ""),
        ("added", "", "trust"),
        ("reworded", "boards", "boards"),
    }


def test_code_that_only_changed_its_name_is_renamed():
    [change] = changes(book(money=code()), book(budgets=code("money")))
    assert (change.change, change.old, change.new) == ("renamed", "money", "budgets")


def test_same_codebook_has_no_changes():
    assert changes(OLD, OLD) == []


def test_coding_of_a_merged_code_follows_with_its_new_theme():
    [row], again = migrated([coding("money")], OLD, NEW)
    assert (row["code"], row["theme"], row["text"], again) == ("budgets", "u", "words", [])


def test_passage_that_a_merger_would_code_twice_is_coded_once():
    rows, _ = migrated([coding("money"), coding("grants"), coding("grants", coder="B")], OLD, NEW)
    assert [(row["code"], row["coder"]) for row in rows] == [("budgets", "A"), ("budgets", "B")]


def test_codings_of_split_and_removed_codes_wait_for_a_person():
    rows, again = migrated([coding("plans"), coding("gone")], OLD, NEW)
    assert rows == []
    assert [row["allowed"] for row in again] == [
        "local_plans; county_plans",
        "none: the code was removed",
    ]


def test_coding_of_an_unknown_code_is_refused_by_its_row():
    with pytest.raises(StudyError, match=r"codings.csv:3: code: 'gold' is not a code"):
        migrated([coding("money"), coding("gold")], OLD, NEW)


def test_origin_that_the_old_codebook_lacks_is_refused():
    with pytest.raises(StudyError, match="budgets: was: 'gold' is not a code of the old codebook"):
        changes(OLD, book(budgets=code("gold")))


@given(st.lists(st.tuples(st.sampled_from(sorted(OLD.codes)), st.integers(0, 5)), max_size=20))
def test_no_coding_is_lost(marked):
    rows, again = migrated([coding(name, start) for name, start in marked], OLD, NEW)
    to = {"money": "budgets", "grants": "budgets", "boards": "boards"}
    passages = {(to[name], str(start)) for name, start in marked if name in to}
    assert {(row["code"], row["start"]) for row in rows} == passages
    assert len(rows) == len(passages)
    assert len(again) == sum(name not in to for name, _ in marked)


def test_codebook_reads_one_origin_or_several():
    entry = {"theme": "t", "statement": "S.", "valence": "helps"}
    codes = [entry | {"code": "a", "was": "x"}, entry | {"code": "b", "was": ["x", "y"]}]
    found = codebook_of({"themes": {"t": "T"}, "codes": codes})
    assert [one.was for one in found.codes.values()] == [("x",), ("x", "y")]


BOOK = """themes: {{t: "T"}}
codes:
  - {{code: "{code}", theme: "t", valence: "helps", statement: "Money is short."{was}}}
"""


def test_command_writes_the_log_and_carries_codings(tmp_path, capsys):
    (tmp_path / "old.yml").write_text(BOOK.format(code="money", was=""))
    (tmp_path / "new.yml").write_text(BOOK.format(code="budgets", was=', was: ["money"]'))
    (tmp_path / "codings.csv").write_text("interview,turn,code\n1,2,money\n")
    words = [str(tmp_path / name) for name in ("old.yml", "new.yml")]
    flags = [
        part
        for name in ("codings", "migrated", "recode", "changes")
        for part in (f"--{name}", str(tmp_path / f"{name}.csv"))
    ]
    assert main(["code", "codebook", *words, *flags]) == 0
    assert (tmp_path / "changes.csv").read_text() == "change,old,new,what\nrenamed,money,budgets,\n"
    assert (tmp_path / "migrated.csv").read_text() == "interview,turn,code\n1,2,budgets\n"
    assert "1 codings: 1 carried over, 0 to code again" in capsys.readouterr().out
    assert main(["code", "codebook", *words, *flags[:2]]) == 2
