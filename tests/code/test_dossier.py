import re
from html.parser import HTMLParser

import pytest

from fieldstudy.code.adjudicate import adjudicated
from fieldstudy.code.disagreements import compare
from fieldstudy.code.dossier import CSV_COLUMNS, Dossier, alphas_of, dossier_rows
from fieldstudy.code.dossier_page import dossier_page
from fieldstudy.code.records import Coding
from fieldstudy.code.reliability import agreement_rows
from fieldstudy.code.report import REPORT_COLUMNS, passages_of, report_rows, worst_first


def decision(code, coder, turn, **changed):
    row = {"interview": "1", "turn": str(turn), "code": code, "coder": coder}
    row |= {"decision": "accept", "stance": "", "reason": "plain words", "decided_by": "both"}
    return row | changed


class Marks(HTMLParser):
    """Collects what stands in <mark>, and every address that is linked or given."""

    def __init__(self, text):
        super().__init__()
        self.marked, self.links, self.ids, self.open = [], [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.open = tag == "mark"
        self.links += [given["href"]] if "href" in given else []
        self.ids += [given["id"]] if "id" in given else []

    def handle_data(self, data):
        if self.open:
            self.marked.append(data)
            self.open = False


@pytest.fixture
def dossier(coded, turns, codebook):
    codings = [
        Coding.of(row)
        for row in (
            coded("A", "1", 2, "Everybody comes to the board.", "governance"),
            coded("B", "1", 2, "Everybody comes to the board.", "governance"),
            coded("A", "1", 3, "The board meets, all of it", "governance"),
            coded("B", "1", 3, "The board meets, all of it, twice", "governance", "denies"),
            coded("B", "1", 2, "Money is short", "local_plans"),
            coded("A", "1", 2, "Money is short", "budgets"),
        )
    ]

    def make(*decisions):
        agreed, alone = compare(codings)
        decided = adjudicated(alone, decisions)
        before = agreement_rows(codings, turns.values(), codebook)
        rows = report_rows(agreed, decided, before, codebook)
        groups = worst_first(passages_of(decided), before)
        return Dossier(groups, turns, codings, codebook, alphas_of(before), rows)

    return make


def test_opposite_stances_on_the_same_words_are_one_passage(dossier):
    passages = dict(dossier().groups)
    assert len(passages["governance"]) == 1
    assert [one.disagreement.coding.coder for one in passages["governance"][0].decided] == [
        "A",
        "B",
    ]


def test_code_that_coders_agree_on_least_comes_first(dossier):
    alphas = {"governance": "0.2", "budgets": "0.7", "local_plans": ""}
    before = [{"code": code, "alpha": alpha} for code, alpha in alphas.items()]
    passages = [passage for _, group in dossier().groups for passage in group]
    assert [code for code, _ in worst_first(passages, before)] == list(alphas)


def test_of_codes_with_the_same_alpha_the_one_with_most_disagreements_comes_first(dossier):
    before = [{"code": code, "alpha": "0.5"} for code in ("governance", "budgets", "local_plans")]
    passages = [passage for _, group in dossier().groups for passage in group]
    passages += [passage for passage in passages if passage.code == "local_plans"]
    assert next(code for code, _ in worst_first(passages, before)) == "local_plans"


def test_report_says_what_was_before_what_was_decided_and_by_whom(dossier):
    rows = dossier(
        decision("governance", "A", 3),
        decision("governance", "B", 3, decision="reject"),
        decision("budgets", "A", 2, stance="denies", decided_by="Ann"),
    ).report
    assert set(rows[0]) == set(REPORT_COLUMNS)
    whole = rows[0]
    assert (whole["theme"], whole["agreed"], whole["disagreements"]) == ("all", 1, 4)
    assert (whole["accepted"], whole["rejected"], whole["undecided"]) == (2, 1, 1)
    assert (whole["stance_changed"], whole["decided_by"]) == (1, "Ann; both")
    assert 0 < float(whole["percent_before"]) < 1


def test_each_coders_words_are_marked_in_the_turn_beside_each_other(dossier):
    html = dossier_page(dossier(), "A study", synthetic=False)
    assert {"The board meets, all of it", "The board meets, all of it, twice"} <= set(
        Marks(html).marked
    )
    assert 'Coder A: <span class="affirms">affirms' in html
    assert 'Coder B: <span class="denies">denies' in html
    assert 'Coder B: <span class="none">not coded' in html
    assert "Coded here instead: Local plans (affirms)" in html


def test_undecided_passage_is_listed_and_says_which_row_decides_it(dossier):
    html = dossier_page(dossier(decision("budgets", "A", 2)), "A study", synthetic=False)
    assert "2 passages without a decision" in html
    assert "1,3,governance,A," in html
    assert "1,2,budgets,A," not in html
    assert "Coder A: accepted, affirms.</b> plain words." in html


def test_every_link_of_the_page_leads_somewhere(dossier):
    found = Marks(dossier_page(dossier(), "A study", synthetic=False))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


def test_page_says_synthetic_only_of_a_stand_in(dossier):
    assert "Synthetic." in dossier_page(dossier(), "A study", synthetic=True)
    assert "Synthetic." not in dossier_page(dossier(), "A study", synthetic=False)


def test_page_loads_and_runs_nothing(dossier):
    html = dossier_page(dossier(), "A <study>", synthetic=True)
    assert "default-src &#x27;none&#x27;" in html
    assert not re.search(r"<script|<link|<img|https?://| style=| on\w+=", html)
    assert "A &lt;study&gt;" in html


def test_table_holds_the_context_and_the_definition(dossier, turns):
    rows = dossier_rows(dossier())
    assert set(rows[0]) == set(CSV_COLUMNS)
    row = next(one for one in rows if one["code"] == "budgets")
    assert row["context"] == turns["1", 2].text
    assert (row["marked"], row["others"]) == ("Money is short", "B: none")


def test_study_without_disagreements_has_a_page_too(turns, codebook, coded):
    codings = [Coding.of(coded(coder, "1", 2, "Money", "budgets")) for coder in "AB"]
    html = dossier_page(Dossier([], turns, codings, codebook, {}, []), "A study", synthetic=False)
    assert "0 passages" in html
