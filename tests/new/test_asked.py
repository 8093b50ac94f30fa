"""On a terminal `new` asks; what cannot be is told at once and asked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from making import Template
from terminal import BACK, BREAK, DONE, DOWN, ENTER, WIDTH, WIPED, Terminal


@pytest.fixture
def asked(template: Template, tmp_path: Path) -> Iterator[Terminal]:
    """Begin a study on a terminal, asked for everything."""
    terminal = Terminal(tmp_path, template.folder / "workflow", "new", "study")
    terminal.until("The paper's title")
    yield terminal
    terminal.close()


def refused(asked: Terminal, answer: str, why: str, done: str = DONE) -> None:
    """Type an answer, be told why it cannot be, and take it back."""
    asked.type(answer, done)
    asked.until(why)
    asked.type(BACK * len(answer))


def test_wrong_answers_are_told_and_asked_again(asked: Terminal, tmp_path: Path) -> None:
    asked.type(WIPED)
    refused(asked, "  ", 'needs words, and neither " nor \\', ENTER)
    asked.type("Our second region", ENTER)
    asked.until("our-second-region")
    asked.type(WIPED)
    refused(asked, "Our Region", "letters a-z, digits and - only", ENTER)
    asked.type("ours", ENTER)

    asked.until("The groups of areas")
    asked.type(ENTER)
    refused(asked, "second: again", "'second' stands twice")
    refused(asked, "the coast: by the sea", "'the coast': a-z, digits and - only")
    refused(asked, "coast:", "'coast' has no words behind its colon")
    refused(asked, "all: every area", "'all' means all areas")
    asked.type("coast: areas by the sea", DONE)

    asked.until("How many areas each group has")
    asked.type(BACK * len("coast: 1"))
    refused(asked, "", "no area is in 'coast'")
    refused(asked, "coast: 0", "'coast' has '0' areas, not 1 to 999")
    refused(asked, "coats: 3", "'coats' is no group; there are first")
    refused(asked, "first: 3", "'first' stands twice")
    asked.type("coast: 3", DONE)

    asked.until("Themes of your own")
    asked.type(DOWN, ENTER)
    asked.until("Your themes, one a line")
    asked.type(ENTER)
    refused(asked, "whom we reach: Reach", "'whom we reach': a-z, digits and _ only")
    asked.type("places: Places", DONE)
    asked.until("What there is besides interviews")
    asked.type(ENTER)
    asked.until("Now: cd study && make paper")
    assert asked.ended() == 0

    study = yaml.safe_load((tmp_path / "study/config/study.yml").read_text(encoding="utf-8"))
    assert (study["id"], study["title"]) == ("ours", "Our second region")
    assert study["groups"]["coast"]["label"] == "areas by the sea"
    assert len(study["interviews"]) == 2 + 1 + 3
    codebook = yaml.safe_load((tmp_path / "study/config/codebook.yml").read_text(encoding="utf-8"))
    assert list(codebook["themes"]) == ["reach", "means", "places"]


def test_every_question_can_be_read_on_a_terminal_of_eighty_columns(asked: Terminal) -> None:
    asked.type(ENTER)
    asked.until("A short name for its files")
    asked.type(ENTER)
    asked.until("The groups of areas")
    asked.type(DONE)
    asked.until("How many areas")
    asked.type(DONE)
    asked.until("Themes of your own")
    asked.type(DOWN, ENTER)
    asked.until("Your themes")
    asked.type(DONE)
    shown = asked.until("with what was corrected or withdrawn")
    # A question that is too long is cut at the last column.
    assert max(map(len, shown.splitlines())) < WIDTH - 1


def test_broken_off_it_says_so_and_leaves_nothing(asked: Terminal, tmp_path: Path) -> None:
    asked.type("A secret title", ENTER)
    asked.until("A short name")
    asked.type(BREAK)
    shown = asked.until("study: was not written, since the questions were broken off")
    assert "AnswersMap" not in shown
    assert asked.ended() == 2
    assert not (tmp_path / "study").exists()
