"""Take the README's pictures of the paper and of its evidence site: ``make pictures``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
OPEN = HERE.parent / "results" / "open"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PICTURES = {
    "paper": (OPEN / "paper" / "index.html", ""),
    "evidence": (OPEN / "evidence" / "index.html", "#claim-population"),
}
SIZE = {"width": 1100, "height": 760}


def main() -> int:
    """Open each page from disk, without a network, and keep what the first screen shows."""
    chromium = shutil.which("chromium")
    missing = [str(page) for page, _ in PICTURES.values() if not page.exists()]
    if missing or chromium is None:
        why = f"{missing[0]} is not there; run make paper" if missing else "Chromium is missing"
        print(f"docs/pictures.py: {why}", file=sys.stderr)
        return 2
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (page, address) in PICTURES.items():
            tab = browser.new_context(offline=True, viewport=SIZE).new_page()
            tab.goto(page.as_uri() + address)
            tab.wait_for_load_state()
            tab.screenshot(path=HERE / "images" / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
