"""A large study is shown piece by piece, never all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from large import CLAIMS, PASSAGES, TURNS, large_content

from fieldstudy.io import write_text
from fieldstudy.write.evidence import page as page_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of a large study."""
    path = tmp_path_factory.mktemp("large") / "index.html"
    write_text(path, page_of(large_content()))
    return path


def test_ten_thousand_passages_are_listed_as_the_reader_comes_to_them(
    large: Path, visit: Callable[..., Any]
) -> None:
    page = visit(large, "#passages")
    assert page.locator(".shown").inner_text() == f"{PASSAGES:,} passages"
    before = page.locator(".passage").count()
    assert 0 < before < 300
    page.mouse.move(500, 500)
    page.mouse.wheel(0, 20_000)
    page.wait_for_function(f"document.querySelectorAll('.passage').length > {before}")
    page.get_by_label("Stance").select_option("denies")
    assert page.locator(".shown").inner_text() == "1,429 of 10,000 passages"
    assert page.locator(".passage").count() < 300


def test_a_claim_on_a_thousand_rows_shows_some_and_offers_the_rest(
    large: Path, visit: Callable[..., Any]
) -> None:
    page = visit(large, "#claim-claim_1")
    assert page.locator(".items li").count() == CLAIMS
    rows = page.locator("article tbody tr")
    before = rows.count()
    assert before < 50
    page.get_by_role("button", name="of 1,000 rows").click()
    assert rows.count() == before + 100


def test_turns_out_of_sight_are_not_laid_out(large: Path, visit: Callable[..., Any]) -> None:
    page = visit(large, f"#interview-1/{TURNS}/0")
    assert page.locator("li.turn").count() == TURNS
    assert page.locator("li.turn:focus").bounding_box()["y"] < 900
    seen = "getComputedStyle(document.querySelector('li.turn')).contentVisibility"
    assert page.evaluate(seen) == "auto"
