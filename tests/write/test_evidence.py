"""What each edition of the evidence site holds, and that its page lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.claim.evaluate import span
from fieldstudy.io import write_text
from fieldstudy.write.evidence import Sources, content, page
from fieldstudy.write.evidence.page import data
from fieldstudy.write.evidence.prose import plain, sentences
from fieldstudy.write.evidence.transcripts import units

ROOT = Path(__file__).parents[2]
CODE = "violence_sidelined"


def claim(name: str, **other: Any) -> dict[str, Any]:
    """Give an entry of the ledger."""
    empty = {"where": "", "hedge": ""}
    rest = {"meaning": "what it means", "section": "collaboration", "basis": "study"}
    asked = {"rows": "SELECT row FROM findings", "value": "SELECT 1", "alternatives": {}}
    return {
        "id": name,
        "format": "areas",
        "parameters": {},
        "rests_on": [],
        "asks": ["findings"],
        "published": empty,
        **rest,
        **asked,
        **other,
    }


LEDGER = [
    claim(CODE, parameters={"code": CODE}, asks=["findings", "interviews"]),
    claim("end_silos", parameters={"code": "end_silos"}),
    claim("two_tiers", format="judgement", section="discussion", asks=[], rests_on=[CODE]),
]
FILES = {
    "ledger.json": json.dumps(LEDGER),
    "findings.yml": "synthetic: 'Invented.'\nfindings:\n"
    f"  {CODE}: {{words: '[one of the three]{{.finding claim=\"{CODE}\"}}',"
    f" Words: '[One of the three]{{.finding claim=\"{CODE}\"}}', value: '1 of 3'}}\n"
    f"quotes:\n  no_chapter: '[“There is no chapter” (Interview 4)]{{.quote claim=\"{CODE}\"}}'\n",
    "verdicts.csv": "id,basis,published,regenerated,verdict,reason\n"
    f"{CODE},study,one (1 of 3),one of the three,differs,One denies.\n",
    "evidence.csv": "claim,table,row\n"
    f"{CODE},findings,findings:Area B:{CODE}\nend_silos,findings,findings:Area A:end_silos\n",
    "base/findings.csv": "row,area,group,code,stance\n"
    f"findings:Area B:{CODE},Area B,non-vru,{CODE},affirms\n",
    "figures/_framework.qmd": "![What areas said \\[all\\].](figures/framework.svg)"
    '{#fig-framework fig-alt="Tiles."}\n',
    "figures/framework.svg": '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "index.qmd": "---\ntitle: x\n---\n\nIt was said in 1998. {{< meta findings."
    + CODE
    + ".Words >}} had *no* chapter [@act1998], as @fig-framework shows.\n",
    "safe/anonymise/turns.csv": "interview,turn,speaker,start,text\n"
    "4,1,[Participant 9],1.0,😀 There is no chapter here.\n"
    "4,2,[Participant 8],9.0,We wrote one last spring.\n",
    "safe/anonymise/participants.csv": "participant,consent_archive\n"
    "Participant 9,yes\nParticipant 8,no\n",
    "safe/anonymise/codings.csv": "id,interview,turn,start,end,code,stance,coder\n"
    f"a,4,1,2,21,{CODE},affirms,A\n",
    "safe/anonymise/interviews.csv": "interview,area\n4,Area B\n",
    "safe/code/segments.csv": "id,interview,turn,start,end,text,code,stance\n"
    f"a,4,1,2,21,There is no chapter,{CODE},affirms\n"
    f"b,4,2,3,12,wrote one,{CODE},denies\n",
    "safe/code/quotations.csv": f"id,interview,code,words,turn,start,end\nq,4,{CODE},x,1,2,21\n",
    "safe/ingest/hashes.csv": "what,sha256\ninterview 4,abc\n",
}


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """Lay out the open tier of a small study."""
    monkeypatch.chdir(ROOT)
    for name, text in FILES.items():
        write_text(tmp_path / name, text)
    named = {name: tmp_path / f"{name}.csv" for name in ("verdicts", "evidence")}
    return Sources(
        ledger=tmp_path / "ledger.json",
        findings=tmp_path / "findings.yml",
        base=tmp_path / "base",
        figures=tmp_path / "figures",
        paper=tmp_path / "index.qmd",
        config=ROOT / "config",
        **named,
    )


@pytest.fixture
def safeguarded(opened: Sources, tmp_path: Path) -> Sources:
    """Lay out the safeguarded tier beside it."""
    return replace(opened, safeguarded=tmp_path / "safe")


def of(shown: dict[str, Any], name: str) -> dict[str, Any]:
    """Give one claim of a site's content."""
    return next(one for one in shown["claims"] if one["id"] == name)


def test_the_open_edition_holds_the_quoted_passages_and_no_others(opened: Sources) -> None:
    shown = content(opened)
    assert [(one["words"], one["interview"]) for one in shown["passages"]] == [
        ("There is no chapter", "4")
    ]
    assert (shown["transcripts"], shown["codings"], shown["hashes"]) == ({}, [], [])
    assert of(shown, CODE)["for"] == [0]
    assert of(shown, "end_silos")["for"] == []
    assert "last spring" not in page(shown)


def test_the_open_edition_says_which_tables_it_does_not_hold(opened: Sources) -> None:
    assert of(content(opened), CODE)["closed"] == ["interviews"]
    assert of(content(opened), "end_silos")["closed"] == []


def test_passages_for_and_against_are_told_apart(safeguarded: Sources) -> None:
    shown = content(safeguarded)
    assert (of(shown, CODE)["for"], of(shown, CODE)["against"]) == ([0], [1])
    assert shown["passages"][0]["quoted"]
    assert not shown["passages"][1]["quoted"]


def test_a_judgement_gathers_what_is_said_for_and_against_what_it_rests_on(
    safeguarded: Sources,
) -> None:
    shown = content(safeguarded)
    assert (of(shown, "two_tiers")["for"], of(shown, "two_tiers")["against"]) == ([0], [1])
    contrary = [*LEDGER[:2], {**LEDGER[2], "rests_on": [], "against": [CODE]}]
    write_text(safeguarded.ledger, json.dumps(contrary))
    shown = content(replace(safeguarded))
    assert (of(shown, "two_tiers")["for"], of(shown, "two_tiers")["against"]) == ([1], [0])
    assert of(shown, "two_tiers")["against_it"] == [CODE]


def test_offsets_count_as_browsers_do(safeguarded: Sources) -> None:
    shown = content(safeguarded)
    words = shown["transcripts"]["4"][0][3].encode("utf-16-le")
    passage = shown["passages"][0]
    cut = words[2 * passage["start"] : 2 * passage["end"]].decode("utf-16-le")
    assert cut == "There is no chapter"


def test_words_that_may_not_be_archived_are_not_in_the_page(safeguarded: Sources) -> None:
    shown = content(safeguarded)
    assert shown["transcripts"]["4"][1][3] == "[not archived]"
    assert "wrote one" not in page(shown)
    assert (shown["passages"][1]["turn"], shown["passages"][1]["code"]) == ("2", CODE)


def test_a_claim_shows_the_sentence_in_which_it_stands(opened: Sources) -> None:
    (pieces,) = of(content(opened), CODE)["sentences"]
    assert pieces[0] == ("One of the three", True)
    assert "".join(text for text, _ in pieces) == (
        "One of the three had no chapter, as the figure shows."
    )


def test_judgements_come_last(opened: Sources) -> None:
    assert list(content(opened)["sections"])[-1] == "discussion"


def test_a_figure_stands_with_the_claims_it_draws(opened: Sources) -> None:
    (figure,) = content(opened)["figures"]
    assert figure["claims"] == [CODE, "end_silos"]
    assert (figure["caption"], figure["alt"]) == ("What areas said [all].", "Tiles.")
    assert figure["svg"].startswith("<svg")


def test_only_the_pages_own_script_and_style_may_run(opened: Sources) -> None:
    text = page(content(opened))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert not re.search(r"(?:src|href)=\"(?![#$])|url\(|@import|https?:(?!//www.w3.org)", text)


def test_making_the_page_twice_gives_the_same_bytes(safeguarded: Sources) -> None:
    assert page(content(safeguarded)) == page(content(safeguarded))


@given(st.text())
def test_no_text_can_end_the_element_that_holds_it(text: str) -> None:
    written = data({"words": text})
    assert "<" not in written
    assert json.loads(written) == {"words": text}


@given(st.text(), st.integers(0, 50))
def test_offsets_in_utf_16_cut_the_same_words(text: str, point: int) -> None:
    at = min(point, len(text))
    assert text.encode("utf-16-le")[: 2 * units(text, at)].decode("utf-16-le") == text[:at]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_findings_words_come_out_as_they_went_in(text: str) -> None:
    assert plain(span(text, "areas")) == text


def test_an_unknown_value_leaves_a_gap_and_no_error() -> None:
    (pieces,) = sentences("It was {{< meta findings.areas.words >}}.", {})["areas"]
    assert ("…", True) in pieces


def test_marks_of_emphasis_around_a_value_are_not_shown() -> None:
    said = {"findings": {"areas": {"words": "five", "verdict": "holds"}}}
    prose = (
        "It was {{< meta findings.areas.words >}} (*{{< meta findings.areas.verdict >}}*), *so*."
    )
    (pieces,) = sentences(prose, said)["areas"]
    assert "".join(text for text, _ in pieces) == "It was five (holds), so."
