"""Every page that a build makes runs nothing and loads nothing, whatever stands in the data."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from building import Build

# What a page may never hold: all that runs, loads, sends or changes what the page's addresses mean.
NEVER = {"iframe", "object", "embed", "form", "base", "frame", "applet", "portal"}
SCRIPT = "<script>alert(1)</script>"
SAID = "<script>alert(2)</script>\"><img src=x onerror=alert(2)><a onclick='alert(2)' href=x>"
NASTY = "; touch PWNED; $(touch PWNED) `touch PWNED` 'it' \""


class Page(HTMLParser):
    """Reads a page: its policy, what stands before it, and all that could run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.policy: dict[str, list[str]] = {}
        self.wrong: list[str] = []
        self.scripts: list[str] = []
        self.words = ""
        self._script = False
        self.feed(text)
        for script in self.scripts:
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            if f"'sha256-{digest}'" not in self.policy.get("script-src", []):
                self.wrong.append("a script that the policy does not name")
        self._judge()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            parts = [part.split() for part in given["content"].split(";") if part.strip()]
            self.policy = self.policy or {part[0]: part[1:] for part in parts}
        elif tag not in ("html", "head", "meta", "title") and not self.policy:
            self.wrong.append(f"<{tag}> before the policy")
        if tag in NEVER or (tag == "meta" and given.get("http-equiv", "").lower() == "refresh"):
            self.wrong.append(f"<{tag}>")
        self._script = (
            tag == "script" and given.get("type") != "application/json"
        )  # data: never run
        if self._script:
            self.scripts.append("")
        for name, value in given.items():
            if name.startswith("on") or value.strip().lower().startswith(("javascript:", "vbs")):
                self.wrong.append(f"<{tag} {name}>")

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._script:
            self.scripts[-1] += data
        else:
            self.words += data

    def _judge(self) -> None:
        """Note what the policy lets through; only the look may be written into the page itself."""
        for name in ("default-src", "base-uri", "form-action"):
            if self.policy.get(name) != ["'none'"]:
                self.wrong.append(f"no {name} 'none'")
        for name, sources in self.policy.items():
            for source in sources:
                hashed = source.startswith("'sha256-")
                look = (name, source) in {("style-src", "'unsafe-inline'"), ("img-src", "data:")}
                if not (hashed or look or source == "'none'"):
                    self.wrong.append(f"{name} {source}")


def wrong_pages(folder: Path) -> dict[str, list[str]]:
    """Give what is wrong with each page below a folder; there must be some in every tier."""
    pages = sorted((folder / "results").rglob("*.html"))
    assert {page.relative_to(folder).parts[1] for page in pages} == {
        "open",
        "safeguarded",
        "controlled",
    }
    read = {str(page): Page(page.read_text(encoding="utf-8")) for page in pages}
    return {name: page.wrong for name, page in read.items() if page.wrong}


def test_every_page_has_a_strict_policy_and_runs_nothing_else(built: Build) -> None:
    assert wrong_pages(built.folder) == {}


@pytest.mark.parametrize(
    "text",
    [
        "<html><p>no policy</p>",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; base-uri 'none'; "
        "form-action 'none'\"><img onerror='x'>",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; base-uri 'none'; "
        "form-action 'none'\"><script>alert(1)</script>",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; base-uri 'none'; "
        "form-action 'none'; script-src 'unsafe-inline'\">",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; base-uri 'none'; "
        "form-action 'none'; img-src https:\">",
    ],
)
def test_a_page_that_could_run_or_load_anything_is_seen(text: str) -> None:
    assert Page(text).wrong


def plant(study: Build) -> None:
    """Put scripts where people write words, and commands where they name files."""
    said = SAID.replace("<", "&lt;").replace(">", "&gt;")
    study.edit(
        "data/standin/transcripts/synthetic-interview-1.vtt",
        lambda text: text.replace("She would.</v>", f"She would. {said}</v>"),
    )
    study.edit("data/standin/participants.csv", lambda text: text.replace("police officer", SCRIPT))
    study.edit("data/standin/register.csv", lambda text: text.replace("police officer", SCRIPT))
    study.edit(
        "data/standin/interventions.csv",
        lambda text: text.replace("Market Square Wardens", f"Wardens {SCRIPT}").replace(
            ",sports ground,", f",{SCRIPT},"
        ),
    )
    study.edit(
        "config/codebook.yml",
        lambda text: text.replace(
            '    statement: "', f"    statement: \"{SCRIPT}'><img onerror=x>", 1
        ),
    )


def name_badly(study: Build) -> None:
    """Give folders and files of the study names that a shell would run."""
    moves = {
        "data/standin/transcripts": f"data/standin/tran scripts{NASTY}",
        "data/standin/feedback.csv": f"data/standin/feed back{NASTY}.csv",
        "data/record": f"data/public record{NASTY}",
        "data/published": f"data/as published{NASTY}",
        "notebooks/corpus.ipynb": f"notebooks/corpus{NASTY}.ipynb",
    }
    quoted = NASTY.replace('"', '\\"')
    for old, new in moves.items():
        (study.folder / old).rename(study.folder / new)
    study.edit(
        "config/study.yml",
        lambda text: (
            text.replace('"transcripts/', f'"tran scripts{quoted}/')
            .replace('"feedback.csv"', f'"feed back{quoted}.csv"')
            .replace('"data/record"', f'"data/public record{quoted}"')
            .replace('"data/published/', f'"data/as published{quoted}/')
        ),
    )


@pytest.mark.slow
def test_scripts_in_words_come_out_escaped_and_commands_in_names_do_not_run(fresh: Build) -> None:
    plant(fresh)
    name_badly(fresh)
    done = fresh.run()
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert not list(fresh.folder.rglob("PWNED"))
    assert wrong_pages(fresh.folder) == {}
    pages = [page.read_text("utf-8") for page in (fresh.folder / "results").rglob("*.html")]
    words = [re.sub(r"\\u003c|&lt;", "<", Page(page).words) for page in pages]
    # The words themselves are kept: what was planted in tables and codebook, what was said in a transcript.
    assert sum(SCRIPT in one for one in words) > 3
    assert any("<img src=x onerror=alert(2)>" in one for one in words)
    turns = (fresh.folder / "results/safeguarded/anonymise/turns.csv").read_text("utf-8")
    assert SAID.replace('"', '""') in turns
