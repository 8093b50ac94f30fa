"""The page of changes in a real browser: Debian's Chromium, without a network and without a window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldstudy.anonymise.diff import page as written
from fieldstudy.anonymise.spans import WITHDRAWN, Span

TEXT = "Del saw <script>alert('Gwen')</script> in Sallowby. He lied."
SPANS = [
    Span(0, 3, "PERSON", "register", 1.0, "p1", state="sure", replacement="[Participant 1]"),
    Span(22, 26, "PERSON", "model", 0.6, "gwen", state="unsure", replacement="[Person 1]"),
    Span(42, 50, "LOC", "decision", 1.0, "t1", state="decided", replacement="[<i>a town</i>]"),
    Span(52, 60, WITHDRAWN, "feedback", 1.0, "w", state="decided", replacement="[withdrawn]"),
]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    """Open the page of one turn with a change of each state, and of one without any."""
    place = shutil.which("chromium")
    if place is None:
        pytest.skip("Chromium is not installed; Debian has it as the package chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    turns = [
        {"interview": "1", "turn": n, "speaker": "Ann", "text": t}
        for n, t in (("1", TEXT), ("2", "Yes."))
    ]
    made = written(turns, ["[Interviewer]"] * 2, [SPANS, []], "A & B")
    (tmp_path / "diff.html").write_text(made, encoding="utf-8")
    complaints: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=place, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.on("console", lambda line: complaints.append(line.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("dialog", lambda dialog: complaints.append("ran what a transcript says"))
        opened.goto((tmp_path / "diff.html").as_uri())
        yield opened
        browser.close()
    assert complaints == []


def told(page: Any) -> str:
    return str(page.inner_text("#told"))


def test_keys_go_from_change_to_change_and_progress_is_told(page: Any) -> None:
    assert told(page) == "No change chosen of 4; 0 seen."
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert told(page) == "Change 2 of 4; 2 seen."
    assert page.evaluate("document.activeElement.textContent") == "[Person 1]"
    page.keyboard.press("p")
    assert told(page) == "Change 1 of 4; 2 seen."
    page.keyboard.press("p")
    assert told(page) == "Change 4 of 4; 3 seen."


def test_only_the_states_asked_for_are_visited(page: Any) -> None:
    for state in ("sure", "decided", "withdrawn"):
        page.uncheck(f"input[value={state}]")
    page.check("#only")
    page.keyboard.press("n")
    assert told(page) == "Change 1 of 1; 1 seen."
    assert page.locator("tbody tr:visible").count() == 1


def test_what_was_seen_is_remembered_at_the_next_visit(page: Any) -> None:
    page.keyboard.press("n")
    page.wait_for_timeout(500)  # the browser keeps what a page asked it to in its own time
    page.reload()
    assert told(page) == "No change chosen of 4; 1 seen."


def test_a_transcript_is_shown_and_never_run(page: Any) -> None:
    assert "<script>alert('Gwen')</script>" in page.inner_text("main")
    assert "[<i>a town</i>]" in page.inner_text("main")
    assert "lied" not in page.content()


def test_the_page_is_accessible(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    assert [v["id"] for v in axe.Axe().run(page).response["violations"]] == []
