"""The text pass: what it resolves, what it leaves alone, and how it names what is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.errors import StudyError
from fieldstudy.write.prose import Prose, expand

Assemble = Callable[..., Path]
META = {"findings": {"areas": {"words": "five areas"}}, "study": {"version": "0.80"}}


def resolve(folder: Path, text: str) -> str:
    (folder / "index.qmd").write_text(text, encoding="utf-8")
    return expand(Prose(folder, META, frozenset({"gale2013"}), lambda path: path.name), "index.qmd")


def wrong(folder: Path, text: str) -> str:
    with pytest.raises(StudyError) as caught:
        resolve(folder, text)
    return str(caught.value)


def test_value_stands_in_its_sentence_as_typed(tmp_path: Path) -> None:
    text = "In {{< meta findings.areas.words >}} ({{<meta study.version>}}).\n"
    assert resolve(tmp_path, text) == "In five areas (0.80).\n"


def test_included_block_has_its_values_too(tmp_path: Path) -> None:
    (tmp_path / "_block.qmd").write_text("{{< meta findings.areas.words >}}\n")
    assert "\n\nfive areas\n\n" in resolve(tmp_path, "{{< include _block.qmd >}}\n")


@pytest.mark.parametrize(
    "text",
    [
        "`{{< meta no >}}`",
        "``a ` {{< meta no >}} @fig-no``",
        "```\n{{< include no.qmd >}}\n```",
        "~~~~\n```\n@fig-no {{< meta no >}}\n~~~\n~~~~",
        "$x_{@fig-no}$",
        "$$\n{{< meta no >}}\n$$",
        "<!-- {{< meta no >}}\n@nobody -->",
        "from $5 to $10 and ada@example.org",
        "an escaped \\@fig-no",
    ],
)
def test_code_maths_comments_money_and_addresses_are_left_alone(tmp_path: Path, text: str) -> None:
    assert resolve(tmp_path, f"One.\n\n{text}\n") == f"One.\n\n{text}\n"


def test_code_that_is_never_closed_hides_nothing(tmp_path: Path) -> None:
    assert "index.qmd:2" in wrong(tmp_path, "a ` b\n{{< meta no >}}\n")


def test_unknown_finding_is_named_with_line_and_neighbour(tmp_path: Path) -> None:
    said = wrong(tmp_path, "One.\n\nIn {{< meta findings.arias.words >}}.\n")
    assert said.startswith("index.qmd:3: 'findings.arias.words' is not known: no 'arias'")
    assert "did you mean 'areas'" in said


def test_half_a_path_is_refused(tmp_path: Path) -> None:
    assert "is not one text" in wrong(tmp_path, "{{< meta findings.areas >}}\n")


def test_problem_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "_block.qmd").write_text("Fine.\n\n{{< meta findings.no.words >}}\n")
    assert wrong(tmp_path, "One.\n\n{{< include _block.qmd >}}\n").startswith("_block.qmd:3: ")


def test_missing_include_is_named(tmp_path: Path) -> None:
    assert "index.qmd:2: 'no.qmd' is not there to include" in wrong(
        tmp_path, "\n{{< include no.qmd >}}\n"
    )


def test_file_that_includes_itself_is_refused(tmp_path: Path) -> None:
    assert "includes itself" in wrong(tmp_path, "{{< include index.qmd >}}\n")


def test_unknown_shortcode_is_refused(tmp_path: Path) -> None:
    assert "'video' is not a shortcode here" in wrong(tmp_path, "{{< video x >}}\n")


@pytest.mark.parametrize("key", ["fig-no", "tbl-no", "sec-no", "nobody2020"])
def test_reference_to_nothing_is_named(tmp_path: Path, key: str) -> None:
    assert f"index.qmd:2: '@{key}' is not " in wrong(tmp_path, f"\nSee @{key}.\n")


@pytest.mark.parametrize(
    "bracket", ["[@sec-one; @gale2013]", "[see @sec-one]", "[@gale2013, @sec-one]"]
)
def test_bracket_that_mixes_references_and_citations_is_refused(
    tmp_path: Path, bracket: str
) -> None:
    assert "mixes a cross-reference" in wrong(tmp_path, f"# One {{#sec-one}}\n\nSee {bracket}.\n")


@pytest.mark.parametrize(
    "text", ["[@sec-one]", "[-@sec-one; @sec-one]", "[as @sec-one says](x.html)"]
)
def test_bracket_of_references_alone_is_fine(tmp_path: Path, text: str) -> None:
    assert text in resolve(tmp_path, f"# One {{#sec-one}}\n\nSee {text}.\n")


def test_label_given_twice_is_named_with_both_places(tmp_path: Path) -> None:
    said = wrong(tmp_path, "# One {#sec-one}\n\n# Two {.unnumbered #sec-one}\n")
    assert said == "index.qmd:3: '#sec-one' is given twice; first in index.qmd:1"


def test_colour_within_an_attribute_is_no_label(tmp_path: Path) -> None:
    resolve(tmp_path, '[a]{style="color:#fff"} [b]{style="color:#fff"}\n')


def test_picture_must_be_there_and_have_an_alternative_text(tmp_path: Path) -> None:
    said = wrong(tmp_path, "![Areas](areas.svg){#fig-areas}\n")
    assert "'areas.svg' is not there to show" in said
    assert "'areas.svg' has no alternative text" in said


def test_shortcode_in_an_alternative_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg/>")
    said = wrong(tmp_path, '![A](a.svg){fig-alt="{{< meta findings.areas.words >}} areas"}\n')
    assert "a shortcode cannot stand in an attribute" in said


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    said = wrong(tmp_path, "{{< meta a >}}\n@fig-b\n{{< include c.qmd >}}\n")
    assert len(said.splitlines()) == 3


@given(st.text(alphabet="ab$`@[]{}#<>! \n\\~-", max_size=60))
def test_text_without_shortcodes_is_never_changed(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("prose")
    text = f"x{text}".replace("{{<", "")
    try:
        assert resolve(folder, text) == text
    except StudyError as error:
        assert str(error).startswith("index.qmd:")


def test_errors_name_the_file_that_was_written_by_hand(
    study: Path, tmp_path: Path, assemble: Assemble
) -> None:
    block = study / "tables" / "_areas.qmd"
    block.write_text(block.read_text() + "\n{{< meta findings.no.words >}}\n")
    with pytest.raises(StudyError) as caught:
        assemble(study, tmp_path)
    assert str(caught.value).startswith(f"{block}:8: ")
    assert not (tmp_path / "source").exists()


def test_entry_without_fields_is_named(study: Path, tmp_path: Path, assemble: Assemble) -> None:
    book = study / "references.bib"
    book.write_text(book.read_text() + "\n@misc{andersson2022\n}\n")
    with pytest.raises(StudyError, match=r"references\.bib:14: 'andersson2022' has no fields"):
        assemble(study, tmp_path)


def test_assembling_again_leaves_nothing_of_the_last_time(
    study: Path, tmp_path: Path, assemble: Assemble
) -> None:
    source = assemble(study, tmp_path)
    (source / "figures" / "old.svg").write_text("<svg/>")
    assemble(study, tmp_path)
    assert not (source / "figures" / "old.svg").exists()
    assert (source / "findings.yml").read_bytes() == (study / "findings.yml").read_bytes()
