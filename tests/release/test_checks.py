"""A build is checked against the verdicts and checksums of before."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
import yaml

from fieldstudy.release.cli import main
from fieldstudy.release.codecheck import codecheck
from fieldstudy.release.page import page
from fieldstudy.release.verify import Change, compared, worse

HEAD = "id,basis,published,regenerated,verdict,reason\n"
STANDIN = "consistent with the stand-in"


def build(folder: Path, verdict: str, digest: str = "0", road: str = "pandoc") -> list[str]:
    """Lay out what a build leaves, and give the words that point to it."""
    (folder / "verdicts.csv").write_text(f"{HEAD}areas,study,five,five,{verdict},Counted.\n")
    (folder / "manifest.csv").write_text(f"file,bytes,sha256\npaper/index.html,3,{digest}\n")
    (folder / "release.yml").write_text(f'rendered_by: "{road}"\n')
    return ["--manifest", str(folder / "manifest.csv"), "--before", str(folder / "before")]


def verify(folder: Path, words: list[str]) -> int:
    more = ["--verdicts", str(folder / "verdicts.csv"), "--baseline", str(folder / "baseline.csv")]
    return main(["verify", *words, *more])


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    (tmp_path / "baseline.csv").write_text(f"id,verdict\nareas,{STANDIN}\n")
    return tmp_path


@pytest.mark.parametrize(
    ("verdict", "code"),
    [(STANDIN, 0), ("holds", 0), ("confidential", 0), ("differs", 1), ("rounds differently", 1)],
)
def test_a_worse_verdict_fails_and_a_confidential_one_never_does(
    accepted: Path, verdict: str, code: int
) -> None:
    assert verify(accepted, build(accepted, verdict)) == code


def test_the_claim_that_got_worse_is_named(
    accepted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verify(accepted, build(accepted, "differs"))
    told = capsys.readouterr().out
    assert f"WORSE areas: {STANDIN} -> differs" in told
    assert "claim freeze" in told


def test_a_claim_that_is_gone_or_no_longer_compared_is_worse() -> None:
    changes = compared({"a": "holds", "b": "differs"}, {"b": "not published", "c": "differs"})
    assert [(change.claim, change.worse) for change in changes] == [
        ("a", True),
        ("b", True),
        ("c", False),
    ]


def test_no_verdict_is_worse_than_itself_and_order_is_strict() -> None:
    names = ["holds", STANDIN, "rounds differently", "unsupported", "differs"]
    for at, before in enumerate(names):
        assert [worse(before, after) for after in names] == [n > at for n in range(len(names))]


def test_without_accepted_verdicts_nothing_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(tmp_path, build(tmp_path, "differs")) == 0
    assert "claim freeze" in capsys.readouterr().out


def test_a_file_with_other_bytes_is_named(
    accepted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keep", *build(accepted, STANDIN)]) == 0
    assert verify(accepted, build(accepted, STANDIN)) == 0
    assert "All 1 open files are the same as before" in capsys.readouterr().out
    verify(accepted, build(accepted, STANDIN, digest="1"))
    assert "changed  paper/index.html" in capsys.readouterr().out


def test_papers_of_two_roads_are_not_compared_by_their_bytes(
    accepted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["keep", *build(accepted, STANDIN)])
    verify(accepted, build(accepted, STANDIN, digest="1", road="quarto"))
    told = capsys.readouterr().out
    assert "Rendered by quarto, before by pandoc" in told
    assert "changed" not in told


VERDICT = {
    **{"id": "areas", "basis": "study", "published": "5 < 6", "regenerated": "five"},
    **{"verdict": "differs", "reason": "<script>alert(1)</script>"},
}


def test_the_page_allows_nothing_but_its_own_style() -> None:
    made = page("A study", "Synthetic.", [VERDICT], {"areas": "areas & places"}, None)
    style = re.search(r"<style>(.*?)</style>", made, re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in made
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert "style=" not in made
    assert "http" not in made.replace("http-equiv", "")


def test_the_page_says_synthetic_what_changed_and_every_claim() -> None:
    change = Change("areas", "holds", "differs", True)
    made = page("A study", "Synthetic.", [VERDICT], {"areas": "areas & places"}, [change])
    assert '<p class="note" role="note">Synthetic.</p>' in made
    assert '<li class="bad">areas: holds, now differs (worse)</li>' in made
    assert '<tr id="claim-areas">' in made
    assert "areas &amp; places" in made


def test_the_page_puts_first_what_is_not_as_printed_and_lists_what_to_compare() -> None:
    file = {"file": "figures/helps.svg", "comment": "What helps & hinders."}
    made = page("A study", "", [VERDICT], {}, None, [file])
    assert made.index('<a href="#claim-areas">areas</a>') < made.index('<tr id="claim-areas">')
    assert (
        '<a href="../figures/helps.svg">figures/helps.svg</a></th><td>What helps &amp; hin' in made
    )


def test_the_codecheck_manifest_lists_paper_figures_tables_and_verdicts() -> None:
    name = {"given": "Ada", "family": "Fenwick"}
    author = {"name": name, "orcid": "0000-0000-0000-0000"}
    made = codecheck("Who?", [author, "Bram Okonjo"], {"helps": "What helps."}, {"record": "R."})
    files = [entry["file"] for entry in made["manifest"]]
    assert files[-3:] == ["figures/helps.svg", "tables/record.csv", "verify/verdicts.csv"]
    assert made["paper"]["authors"] == [
        {"name": "Ada Fenwick", "ORCID": "0000-0000-0000-0000"},
        {"name": "Bram Okonjo"},
    ]
    assert yaml.safe_load(yaml.safe_dump(made)) == made
