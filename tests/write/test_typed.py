"""What is typed where a finding belongs fails, naming line and words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.write.cli import main
from fieldstudy.write.typed import read_allowed, typed

ROOT = Path(__file__).parents[2]
PAPER = (ROOT / "paper/index.qmd").read_text(encoding="utf-8")
ALLOWED = ROOT / "config/prose.yml"
Assemble = Callable[..., Path]


def found(text: str) -> list[tuple[int, str, str]]:
    return list(typed(text, read_allowed(ALLOWED)))


def words(text: str) -> list[str]:
    return [said for _, _, said in found(text)]


def test_the_paper_has_nothing_typed() -> None:
    assert found(PAPER) == []


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Of these, 62% had a unit.", ["62%"]),
        ("There were 1,200 turns.", ["1,200"]),
        ("Some ½ of it.", ["½"]),
        ("It was forty-seven in all.", ["forty-seven"]),
        ("It was two hundred strong.", ["two hundred"]),
        ("It happened twice, in a third of cases.", ["twice", "a third"]),
        ("All five areas agreed.", ["All five areas"]),
        ("This was said in both areas.", ["both areas"]),
        ("In most of the invented areas it was so.", ["most of the invented areas"]),
        ("None of the areas had a plan.", ["None of the areas"]),
        ("It was raised in every interview.", ["every interview"]),
        ("The majority of participants agreed.", ["majority of participants"]),
        ("No area had one.", ["No area", "one"]),
        ("Both said so.", ["Both said"]),
        ("Most of them described it.", ["Most of them described"]),
        ("As the third interview shows.", ["third interview"]),
        ("(Interview 4)", ["4"]),
        ("He called it “a shambles, really”.", ["“a shambles, really”"]),
        ('He called it "a shambles".', ['"a shambles"']),
        ("They spoke of ‘real change’ here.", ["‘real change’"]),
        ("> Not a post, not a pound.", ["> Not a post, not a pound"]),
        ("`62%` in code", ["`62%`"]),
        ("$62\\%$ in a formula", ["$62\\%$"]),
        ('![](a.svg){#fig-a fig-alt="Bars of 29 and 18."}', ["29", "18"]),
        ("| units | 29 |", ["29"]),
        ("Section 17 of the Imaginary Act 1999", ["17", "1999"]),
        ("It began in 2021.", ["2021"]),
        ("Three quarters of the plans, roughly 60 per cent.", ["Three", "60", "per cent"]),
        ("About a dozen, half of the areas.", ["dozen", "half"]),
        ("In Interview IV and Part II.", ["IV", "II"]),
        ("The 2nd area was the twenty-first.", ["2nd", "twenty"]),
        ("Every area, neither area, not one area.", ["Every area", "neither area", "one"]),
        ("Everybody wanted it and nobody said so.", ["Everybody wanted", "nobody said"]),
        (
            "It doubled; a third said so, a fifteenth of them.",
            ["doubled", "a third", "a fifteenth"],
        ),
        ("A handful of people, in the remaining areas.", ["A handful of", "remaining areas"]),
        ("None of them did, without exception.", ["None of them did", "without exception"]),
        ("**Every** area, *five* times, fi**v**e, _six_.", ["Every area", "five", "five", "six"]),
        ("Twelve&nbsp;areas, twelve\\ areas, tw\u00adelve.", ["Twelve", "twelve", "twelve"]),
        ("It was ⑤ or Ⅳ.", ["⑤", "Ⅳ"]),
        ("They call it 'real change' or «changement».", ["'real change'", "«changement»"]),
        (" \t> We never had one.", ["> We never had one"]),
        ("$n = 12$ and $$ x = 13 $$", ["12$", "13"]),
        ("# The five areas {#sec-x}", ["five"]),
        (": Five areas {#tbl-x}", ["Five"]),
        ("A note.^[Of five areas.]", ["five"]),
        ("[five areas](https://example.org/9)", ["five"]),
        ("[five]{.smallcaps} areas", ["five"]),
        ('![](a.svg){#fig-b fig-alt="All five areas"}', ["All five areas"]),
    ],
)
def test_what_is_typed_is_found(sentence: str, said: list[str]) -> None:
    assert words(f"One line.\n\n{sentence}\n"[10:]) == said


@pytest.mark.parametrize(
    "sentence",
    [
        "In {{< meta findings.areas.words >}} it was so [@gale2013, p. 3; @tong2007].",
        "As @krug2002who say, and @fig-two shows [-@cda1998].",
        "Section 17 of the Crime and\nDisorder Act 1998 says so.",
        "> {{< meta quotes.end_silos >}}",
        "# Findings {#sec-one-of-2}",
        "A link [here](https://doi.org/10.1057/s41300) and <https://a.org/2022/1>.",
        "A note.[^1]\n\n[^1]: Plain.",
        "1. First point,\n2. next point.",
        "<!-- 29 areas, all five areas, “said so” -->",
        "No one knew one another’s views; someone did.",
        "He didn’t say. The areas’ plans weren’t done.",
        "{{< include figures/_two.qmd >}}",
        "In the first place, both the plan and the board; I would, at once, on the other hand.",
        "A mix of civil servants did it, above all the vivid ones, in the third sector.",
        "The councils' and the forces' plans don't say 'so'st.",
    ],
)
def test_what_is_no_finding_is_left_alone(sentence: str) -> None:
    assert words(f"{sentence}\n") == []


def test_the_line_is_that_of_the_words(tmp_path: Path) -> None:
    assert found("---\ntitle: 'T'\n---\n\nFine.\n\nIn all five\nareas.\n")[0][0] == 7


def test_front_matter_is_prose_where_it_is_printed() -> None:
    head = """title: "Five areas"\nsubtitle: 'Told plainly'\ndate: "2021"\nabstract: |\n  Of 29."""
    text = f'---\n{head}\nkeywords: ["a b"]\n---\n'
    assert [(line, said) for line, _, said in found(text)] == [(2, "Five"), (6, "29")]


@given(
    st.sampled_from([n for n, line in enumerate(PAPER.split("\n")) if not line and n > 25]),
    st.sampled_from(
        ["It was 29.", "In all five areas it was so.", "He said “it was so”.", "One of the areas."]
    ),
)
@settings(max_examples=40, deadline=None)
def test_a_sentence_added_anywhere_in_the_paper_is_found_at_its_line(at: int, said: str) -> None:
    lines = PAPER.split("\n")
    text = "\n".join([*lines[:at], "", said, "", *lines[at:]])
    assert {line for line, _, _ in found(text)} == {at + 2}


def failing(study: Path, out: Path, assemble: Assemble, sentence: str) -> str:
    paper = study / "index.qmd"
    paper.write_text(f"{paper.read_text()}\n\nFine so far.\n{sentence}\n")
    with pytest.raises(StudyError) as caught:
        assemble(study, out)
    assert not (out / "source").exists()
    line = paper.read_text().split("\n").index(sentence) + 1
    assert str(caught.value).startswith(f"{paper}:{line}: ")
    return str(caught.value)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Of these, 47 were new.", "'47' is typed: a number; print a finding"),
        ("So said all five areas.", "'all five areas' is typed: a count of areas or people"),
        ("As said (Interview 3).", "'3' is typed: a number"),
    ],
)
def test_a_typed_finding_stops_the_build_with_line_and_words(
    study: Path, tmp_path: Path, assemble: Assemble, sentence: str, said: str
) -> None:
    assert said in failing(study, tmp_path, assemble, sentence)


def test_a_misquotation_stops_the_build_and_the_quotation_meant_is_suggested(
    study: Path, tmp_path: Path, assemble: Assemble
) -> None:
    said = failing(
        study,
        tmp_path,
        assemble,
        "> “We get the money in May and it is gone by the next May” (interview 3)",
    )
    assert "is typed: a quotation" in said
    assert "{{< meta quotes.money >}}" in said


def test_a_file_included_by_hand_is_looked_at_too(
    study: Path, tmp_path: Path, assemble: Assemble
) -> None:
    (study / "index.qmd").write_text(
        (study / "index.qmd").read_text() + "\n{{< include _a.qmd >}}\n"
    )
    (study / "_a.qmd").write_text("Fine.\n\nIn 29 places.\n")
    with pytest.raises(StudyError, match=r"_a\.qmd:3: '29' is typed"):
        assemble(study, tmp_path)


def test_an_allowance_without_a_reason_is_refused(tmp_path: Path) -> None:
    (tmp_path / "prose.yml").write_text('years:\n  - {words: "2021"}\nhints: []\n')
    with pytest.raises(StudyError) as caught:
        read_allowed(tmp_path / "prose.yml")
    assert "years: entry 1: needs 'words' and a 'reason'" in str(caught.value)
    assert "hints: is not known; allowed: acts, nouns, phrases, years" in str(caught.value)


def test_findings_never_printed_and_allowances_never_used_are_listed(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = (study / "findings.yml").read_text()
    extra = "findings:\n  forgotten: {words: 'x'}\n"
    (study / "findings.yml").write_text(findings.replace("findings:\n", extra))
    parts = {"paper": ".", "findings": "findings.yml", "figures": "figures", "tables": "tables"}
    options = [w for n, p in parts.items() for w in (f"--{n}", str(study / p))]
    options += ["--prose", str(study / "prose.yml"), "--unprinted", str(tmp_path / "u.csv")]
    main(["assemble", *options, "--out", str(tmp_path / "source")])
    assert (tmp_path / "u.csv").read_text() == "finding\nforgotten\n"
    told = capsys.readouterr().out
    assert "warning: the paper never prints the finding 'forgotten'" in told
    assert "allows 'Crime and Disorder Act 1998', which the paper does not say" in told
