"""Studies stand side by side: who asked, who agrees, each with its own counts and none added up."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldstudy.__main__ import main

Make = Callable[..., Path]
Rows = list[dict[str, str]]


def compare(tmp_path: Path, *words: object) -> tuple[int, str, Rows]:
    """Run the command; give its exit code, the page without marks, and the table."""
    out = tmp_path / "out"
    code = main(["compare", *map(str, words), "--out", str(out)])
    if not (out / "index.html").exists():
        return code, "", []
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", (out / "index.html").read_text()))
    with (out / "compare.csv").open(newline="") as table:
        return code, page, list(csv.DictReader(table))


def topic(rows: Rows, name: str) -> dict[str, tuple[str, str]]:
    """Give relation and stance of a topic by study."""
    return {row["study"]: (row["relation"], row["stance"]) for row in rows if row["id"] == name}


def test_studies_agree_differ_or_did_not_ask(make: Make, tmp_path: Path) -> None:
    one = make("one", "aas", "ads", "ass")
    two = make("two", "das", "sas")
    three = make("three", "a", codes={"money": "Money is short."})
    _, page, rows = compare(tmp_path, one, two, three)
    assert topic(rows, "money") == {
        "one": ("differ", "affirmed"),
        "two": ("differ", "denied"),
        "three": ("differ", "affirmed"),
    }
    assert topic(rows, "meetings")["one"] == ("differ", "divided")
    assert topic(rows, "meetings")["three"] == ("differ", "not asked")
    assert topic(rows, "data")["two"] == ("nobody spoke", "silent")
    assert "Nothing is added up across studies" in page
    assert re.search("Synthetic stand-in data: *all of these studies", page)


def test_each_study_keeps_its_own_counts(make: Make, tmp_path: Path) -> None:
    _, _, rows = compare(tmp_path, make("one", "aas", "ads"), make("two", "aaa"))
    counts = {
        row["study"]: (row["affirms"], row["denies"], row["silent"])
        for row in rows
        if row["id"] == "money"
    }
    assert counts == {"one": ("2", "0", "0"), "two": ("1", "0", "0")}
    assert not any(row["study"] in ("", "all") for row in rows)


def test_a_code_of_one_name_and_another_statement_is_not_the_same(
    make: Make, tmp_path: Path
) -> None:
    one = make("one", "a", codes={"money": "Money is short."})
    two = make("two", "a", codes={"money": "Money is plentiful."})
    assert topic(compare(tmp_path, one, two)[2], "money") == {}


def test_a_crosswalk_joins_codes_of_other_names_and_turns_their_denials(
    make: Make, tmp_path: Path
) -> None:
    one = make("one", "a", codes={"money": "Money is short."}, audit=["x", "y", "y", "z"])
    two = make("two", "d", codes={"funds": "Funds suffice."}, audit=["p", "q"])
    walk = tmp_path / "walk.yml"
    walk.write_text(
        "topics: [{id: m, says: Money, studies: {one: money, two: {code: funds, reversed: 'yes'}}}]\n"
        "shares: [{id: s, says: 'kind y', studies: {one: {table: audit, column: kind, values: [y]},"
        " two: {table: audit, column: kind, values: [p]}}}]\n"
        "context: [{id: c, says: 'people there', studies: {one: people}}]\n"
    )
    _, page, rows = compare(tmp_path, one, two, "--crosswalk", walk)
    assert topic(rows, "m") == {"one": ("agree", "affirmed"), "two": ("agree", "affirmed")}
    assert [(r["study"], r["count"], r["of"]) for r in rows if r["id"] == "s"] == [
        ("one", "2", "4"),
        ("two", "1", "2"),
    ]
    assert "12,000" in page and "no record" in page


def test_a_crosswalk_that_names_what_is_not_there_is_told_with_what_is(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = tmp_path / "walk.yml"
    walk.write_text(
        "topics: [{id: m, says: M, studies: {one: monney, twoo: money}}]\n"
        "shares: [{id: s, says: S, studies: {one: {table: audit, column: kin, values: [y]}}}]\n"
        "context: [{id: c, says: C, studies: {one: areas}}]\n"
    )
    code, _, rows = compare(tmp_path, make("one", "aaa"), make("two", "aaa"), "--crosswalk", walk)
    said = capsys.readouterr().err
    assert (code, rows) == (2, [])
    assert "one: 'monney' is not a code of this study; allowed: money, meetings, data" in said
    assert "twoo: 'twoo' is not a study that is compared; allowed: one, two" in said
    assert "'kin' is not a column of it; allowed: row, kind" in said
    assert (
        "'areas' is not a claim of this study that rests on public record; allowed: people" in said
    )


def test_a_zip_is_read_as_a_folder_is(
    make: Make, pack: Callable[..., Path], tmp_path: Path
) -> None:
    one, two = make("one", "aas"), make("two", "ada")
    by_folder = compare(tmp_path, one, two)
    by_zip = compare(
        tmp_path, pack(one, tmp_path / "1.zip"), pack(two, tmp_path / "2.zip", "study/")
    )
    assert by_folder == by_zip


def test_nothing_of_a_bundle_runs_in_the_page_and_no_cell_is_a_formula(
    make: Make, tmp_path: Path
) -> None:
    evil = {"money": "<script>alert(1)</script>", "sums": '=HYPERLINK("http://x.example")'}
    one = make("one", "aa", codes=evil, title="<img src=x onerror=alert(1)>")
    compare(tmp_path, one, make("two", "aa", codes=evil))
    page = (tmp_path / "out/index.html").read_text()
    assert "<script" not in page and "<img" not in page
    assert "default-src 'none'" in page
    assert '"=HYPERLINK' not in (tmp_path / "out/compare.csv").read_text()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("study/results/open/../../../x.txt", "x", ""),
        ("findings/findings.yml", "- a list", "is not what a release writes"),
        (
            "tables/base/findings.csv",
            "area,code,stance\nA,money,loves\n",
            "is not a known code with",
        ),
        ("tables/base/findings.csv", "area,code\nA,money\n", "lacks stance"),
        ("tables/base/codes.csv", "code,statement\nmoney\n", "has rows of unequal length"),
    ],
)
def test_a_bundle_that_is_not_what_it_should_be_is_refused_in_a_sentence(
    make: Make,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: str,
    what: str,
) -> None:
    one, bad = make("one", "aaa"), make("bad", "aaa")
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        for path in sorted(bad.rglob("*.*")):
            if (inside := path.relative_to(bad).as_posix()) != name:
                archive.write(path, inside)
        archive.writestr(name, content)
    code, _, rows = compare(tmp_path, one, tmp_path / "bad.zip")
    said = capsys.readouterr().err
    assert (code, rows) == (2, [])
    assert what in said and "bad.zip" in said and "Traceback" not in said


def test_what_is_no_bundle_and_a_study_given_twice_are_told_together(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = make("one", "aaa")
    (tmp_path / "empty").mkdir()
    code, _, _ = compare(tmp_path, one, one, tmp_path / "empty", tmp_path / "none.zip")
    said = capsys.readouterr().err
    assert code == 2
    assert "is of 'one', as another bundle is" in said
    assert "empty: holds no findings" in said
    assert "none.zip: is missing" in said


def test_forty_three_studies_are_compared_in_one_report(make: Make, tmp_path: Path) -> None:
    told = ("aad", "asd", "das")
    studies = [make(f"s{n:02}", *(told[(n + m) % 3] for m in range(1 + n % 4))) for n in range(43)]
    code, _, rows = compare(tmp_path, *studies)
    assert code == 0
    assert len([row for row in rows if row["part"] == "coverage"]) == 43
    money = topic(rows, "money")
    assert len(money) == 43
    stances = {name: stance for name, (_, stance) in money.items()}
    for number in range(43):
        said = [told[(number + m) % 3][0] for m in range(1 + number % 4)]
        more = said.count("a") - said.count("d")
        wanted = "affirmed" if more > 0 else "denied" if more < 0 else "divided"
        assert stances[f"s{number:02}"] == wanted
    assert {relation for relation, _ in money.values()} == {"differ"}


def test_the_same_studies_in_any_order_give_the_same_bytes(make: Make, tmp_path: Path) -> None:
    studies = [make("one", "aas"), make("two", "ada"), make("three", "sss")]
    compare(tmp_path, *studies)
    first = [(tmp_path / "out" / name).read_bytes() for name in ("index.html", "compare.csv")]
    compare(tmp_path, *studies[::-1])
    assert first == [(tmp_path / "out" / n).read_bytes() for n in ("index.html", "compare.csv")]
