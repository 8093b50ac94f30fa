"""Time the evidence site of a large study in Chromium: `python tests/bench_evidence.py`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "browser"), str(HERE.parent / "workflow")]
IN_PAGE = """async (address) => {
  const began = performance.now();
  location.hash = address;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - began;
}"""
SEARCH = """async (words) => {
  const field = document.querySelector('input[type=search]');
  const began = performance.now();
  field.value = words;
  field.dispatchEvent(new Event('input'));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - began;
}"""


def main() -> None:
    """Print seconds to open the page, and milliseconds to move within it."""
    from large import large_content
    from playwright.sync_api import sync_playwright

    from fieldstudy.write.evidence import page as page_of

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "index.html"
        path.write_text(page_of(large_content()), encoding="utf-8")
        print(f"{path.stat().st_size / 1e6:6.1f} MB, 200 claims, 10,000 passages, 20,000 codings")
        place = shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=place, args=["--no-sandbox"])
        page = browser.new_page()
        began = perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector(".items li")
        print(f"{1000 * (perf_counter() - began):6.0f} ms to open the list")
        for address in (
            "#claim-claim_7",
            "#matrix",
            "#passages",
            "#interview-3",
            "#interview-3/390/2",
        ):
            print(f"{page.evaluate(IN_PAGE, address):6.0f} ms to {address}")
        for address in ("#claims", "#passages"):
            page.evaluate(IN_PAGE, address)
            print(f"{page.evaluate(SEARCH, 'number 19 hold'):6.0f} ms to search {address}")
        browser.close()


if __name__ == "__main__":
    main()
