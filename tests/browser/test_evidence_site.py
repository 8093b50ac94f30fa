"""The evidence site as a reader uses it: search, filter, follow a claim to its words and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import Build

pytestmark = pytest.mark.slow
Site = Callable[..., Any]
EDITIONS = ("open", "safeguarded")


def listed(page: Any) -> list[str]:
    """Give the claims in the list that are not filtered away."""
    return page.locator(".items li:visible .meaning").all_inner_texts()


def heading(page: Any) -> str:
    """Give the heading of what is open, once it is."""
    page.wait_for_selector("#opened")
    return str(page.inner_text("#opened"))


def focused(page: Any) -> str:
    """Give the text of what has the focus, or its name."""
    return str(
        page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel")
    )


def test_a_search_leaves_the_claims_that_hold_all_its_words(site: Site) -> None:
    page = site("open")
    page.get_by_role("searchbox").fill("needs ASSESSMENT")
    assert "A needs assessment exists because the funding asks for it and sets the plan" in listed(
        page
    )
    assert len(listed(page)) < 5
    assert page.inner_text("#status").startswith(f"{len(listed(page))} of ")


def test_filters_work_together_and_clear(site: Site) -> None:
    page = site("open")
    everything = len(listed(page))
    page.get_by_role("button", name="differs").click()
    assert len(listed(page)) == 1
    page.get_by_label("Basis").select_option("study")
    assert listed(page) == []
    assert page.get_by_text("No claim is like that.").is_visible()
    page.get_by_role("button", name="Clear").click()
    assert len(listed(page)) == everything
    page.get_by_label("Section").select_option("duty")
    assert 0 < len(listed(page)) < everything


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_claim_opens_to_all_that_it_rests_on(site: Site, edition: str) -> None:
    page = site(edition, "#claim-needs_assessment")
    article = page.inner_text("article")
    assert heading(page).startswith("A needs assessment exists")
    assert "both (2 of 2)" in article
    assert "both areas with a unit had a needs assessment" in article
    assert "findings:Area C:needs_assessment" in article
    assert "WHERE code = $code" in article
    assert "code_matrix" in article
    assert page.locator("article img").first.get_attribute("alt")
    assert page.evaluate("document.querySelector('article img').decode().then(() => true)")


def test_from_a_claim_to_its_passage_in_the_transcript_and_back(site: Site) -> None:
    page = site("safeguarded", "#claim-violence_sidelined")
    page.locator(".passage .place").first.click()
    page.wait_for_selector("mark.lit")
    assert page.inner_text("mark.lit").startswith("Look for serious violence in the safety plan")
    turn = page.locator("li.turn:focus")
    assert turn.get_attribute("value") == "29"
    assert turn.bounding_box()["y"] > 0
    page.keyboard.press("Escape")
    assert heading(page).startswith("The safety plan has no place")
    page.go_back()
    page.wait_for_selector("mark.lit")


def test_words_for_and_words_against_are_told_apart(site: Site) -> None:
    page = site("safeguarded", "#claim-violence_sidelined")
    parts = {
        part.locator("h3").inner_text().split()[1]: part.inner_text()
        for part in page.locator("section:has(> .passages)").all()
    }
    assert "there's no chapter" in parts["FOR"]
    assert "has a chapter to itself" in parts["AGAINST"]


def test_the_open_edition_has_no_transcript_and_joins_no_interview_to_an_area(site: Site) -> None:
    page = site("open", "#claim-violence_sidelined")
    assert "Transcripts" not in page.inner_text("#views")
    assert "Interview 4" in page.inner_text("article")
    assert "which the open tier does not hold whole" in page.inner_text("article")
    assert page.evaluate("Object.keys(JSON.parse(data.textContent).transcripts).length") == 0
    assert "has a chapter to itself" not in page.content()
    for claim in ("violence_sidelined", "end_silos"):
        page.goto(page.url.split("#")[0] + f"#claim-{claim}")
        page.wait_for_function(f"document.querySelector('.eyebrow').innerText.includes('{claim}')")
        assert "Interview" in page.inner_text("article")
        assert not re.search(r"Area [A-E]", page.inner_text("article"))
    page.goto(page.url.split("#")[0] + "#cell-violence_sidelined/Area%20B")
    assert "Interview" not in page.inner_text("article")


def test_coders_are_shown_and_hidden(site: Site) -> None:
    page = site("safeguarded", "#interview-1")
    before = page.locator("mark").count()
    page.get_by_label("Coder A").check()
    assert page.locator("mark.by-0").count() > 0
    page.get_by_label("Adjudicated").uncheck()
    page.get_by_label("Coder A").uncheck()
    assert page.locator("mark").count() == 0
    assert before > 0


def test_a_cell_of_the_matrix_opens_to_its_words(site: Site) -> None:
    page = site("safeguarded", "#matrix")
    page.locator('a.cell[href="#cell-violence_sidelined/Area%20B"]').click()
    assert heading(page) == "Area B: affirms"
    assert "there's no chapter" in page.inner_text("article")
    page.get_by_role("link", name="The safety plan has no place for serious violence").click()
    assert page.url.endswith("#claim-violence_sidelined")


def test_by_keyboard_alone(site: Site) -> None:
    page = site("safeguarded")
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.type === 'search'")
    page.keyboard.type("safety plan")
    page.keyboard.press("ArrowDown")
    assert "The safety plan has no place" in focused(page)
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert heading(page).startswith("The safety plan has no place")
    while not focused(page).startswith("Interview 4"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.lit")
    page.keyboard.press("Escape")
    assert heading(page).startswith("The safety plan has no place")
    page.keyboard.press("Escape")
    page.wait_for_selector(".split:not(.open)")
    assert "The safety plan has no place" in focused(page)


def test_arrows_walk_the_matrix(site: Site) -> None:
    page = site("open", "#matrix")
    page.locator("a.cell").first.focus()
    first = page.evaluate("document.activeElement.getAttribute('href')")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.getAttribute('href')") == first
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("a.cell[aria-current]")
    assert page.evaluate("document.querySelectorAll('a.cell[tabindex=\"0\"]').length") == 1


def test_an_address_that_leads_nowhere_says_so(site: Site) -> None:
    assert "no claim" in heading(site("open", "#claim-nothing_of_the_kind"))
    assert "no page" in heading(site("open", "#%"))
    assert "holds no interview" in heading(site("open", "#interview-1/3"))


def test_a_quotation_of_a_code_that_no_claim_is_made_of_leads_to_its_passages(
    built_pages: Build, visit: Callable[..., Any], tmp_path: Path
) -> None:
    text = (built_pages.folder / "results/open/evidence/index.html").read_text(encoding="utf-8")
    assert '"id":"end_silos"' in text
    page = tmp_path / "index.html"
    page.write_text(text.replace('"id":"end_silos"', '"id":"silos"'), encoding="utf-8")
    shown = visit(page, "#claim-end_silos")
    assert heading(shown) == "Passages coded “end silos”"
    assert "Everybody I meet is sick" in shown.locator("main").inner_text()


def test_a_finding_of_the_paper_leads_to_its_evidence(site: Site) -> None:
    page = site("paper")
    page.locator("a.finding", has_text="28 April 2022").first.click()
    assert heading(page) == "When the Act became law"
    targets = page.evaluate("[...JSON.parse(data.textContent).claims.map((one) => one.id)]")
    page.go_back()
    links = page.locator("a.finding, a.quote").evaluate_all("all => all.map((one) => one.hash)")
    assert len(links) > 100
    assert {link.removeprefix("#claim-") for link in links} <= set(targets)


def test_colours_can_be_chosen(site: Site) -> None:
    page = site("open")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#theme").click()
    assert page.evaluate(ground) == light
    page.locator("#theme").click()
    assert page.evaluate(ground) != light


def test_a_claim_prints_without_what_surrounds_it(site: Site) -> None:
    page = site("open", "#claim-needs_assessment")
    page.emulate_media(media="print")
    assert not page.locator(".list").is_visible()
    assert not page.locator("#views").is_visible()
    assert page.locator("article").is_visible()
    assert len(page.pdf()) > 10_000


def test_a_narrow_window_shows_the_list_or_the_claim(site: Site) -> None:
    page = site("open")
    page.set_viewport_size({"width": 380, "height": 800})
    page.locator(".items li a").first.click()
    assert heading(page)
    assert not page.locator(".list").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    page.get_by_role("link", name="All claims").click()
    assert page.locator(".list").is_visible()
