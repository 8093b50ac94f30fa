"""The built pages in a real browser: Debian's Chromium, without a network and without a window."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from building import Build, copy_of_the_study

sys.path.insert(0, str(Path(__file__).parent))  # for large.py, which the bench uses as well
PAGES = {
    "open": "results/open/evidence/index.html",
    "safeguarded": "results/safeguarded/evidence/index.html",
    "paper": "results/open/paper/index.html",
    "framework": "results/safeguarded/code/matrix.html",
    "disagreements": "results/safeguarded/code/disagreements.html",
    "notebook": "results/safeguarded/notebooks/audit.html",
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start the browser once."""
    place = shutil.which("chromium")
    if place is None:
        pytest.skip("Chromium is not installed; Debian has it as the package chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=place, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def built_pages(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the pages from nothing, and no more than they need."""
    build = copy_of_the_study(tmp_path_factory.mktemp("pages"))
    done = build.run("--", *PAGES.values())
    assert done.returncode == 0, done.stdout + done.stderr
    return build


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open a page from disk; afterwards it must have logged nothing and asked for nothing else."""
    complaints: list[str] = []
    context = chromium.new_context(offline=True, viewport={"width": 1400, "height": 900})

    def asked(request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            complaints.append(f"asks for {request.url}")

    def open_page(path: Path, address: str = "") -> Any:
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda line: complaints.append(f"{line.type}: {line.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", asked)
        page.goto(path.resolve().as_uri() + address)
        return page

    yield open_page
    context.close()
    assert complaints == []


@pytest.fixture
def site(built_pages: Build, visit: Callable[..., Any]) -> Callable[..., Any]:
    """Open one of the built pages by name, at an address."""
    return lambda name, address="": visit(built_pages.folder / PAGES[name], address)
