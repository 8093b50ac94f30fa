import csv
import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.anonymise import sampling
from fieldstudy.anonymise.cli import main
from fieldstudy.anonymise.interval import of_passages
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.errors import StudyError

TEXT = "I rang Gwen. Gwen said no! He lied about it. Then Ormesvale flooded, and May came."
TURNS = {("1", 1): TEXT, ("1", 2): "Yes."}
FOUND = {
    ("1", 1): [Span(7, 11, "PERSON", "register", 1, "p4"), Span(50, 59, "LOC", "register", 1, "v")]
}


def filled(identifiers: str, **changes: str) -> list[dict[str, str]]:
    row = {
        "passage": "1",
        "of": "40",
        "interview": "1",
        "turn": "1",
        "start": "0",
        "checked": "yes",
    }
    row |= {"end": str(len(TEXT)), "text": TEXT, "identifiers": identifiers}
    return [row | changes]


def measured(identifiers: str, **changes: str) -> dict[str, tuple[str, str]]:
    rows = sampling.measure(filled(identifiers, **changes), TURNS, FOUND, "sample.csv")
    return {row["type"]: (row["masked"], row["mentions"]) for row in rows}


def test_every_place_of_what_was_written_down_counts() -> None:
    counts = measured("PERSON: Gwen; LOC: Ormesvale; PERSON: May")
    assert (counts["PERSON"], counts["LOC"], counts["all"]) == (("1", "3"), ("1", "1"), ("2", "4"))


def test_passage_without_identifiers_is_an_answer_and_unread_ones_are_not() -> None:
    assert measured("")["all"] == ("0", "0")
    with pytest.raises(StudyError, match="write yes beside each passage"):
        measured("PERSON: Gwen", checked="")


@pytest.mark.parametrize(
    ("identifiers", "changes", "said"),
    [
        ("Gwen", {}, "identifiers: must be written"),
        ("PERSON: Quillfeather", {}, "not in the passage"),
        ("PERSON: Gwen", {"end": "9"}, "text: is not what the transcript says"),
        ("PERSON: Gwen", {"start": "x"}, "start: is not a whole number"),
    ],
)
def test_wrong_answers_name_the_row_and_no_word(identifiers, changes, said) -> None:
    with pytest.raises(StudyError) as error:
        measured(identifiers, **changes)
    assert "sample.csv:2" in str(error.value) and said in str(error.value)
    assert "Quillfeather" not in str(error.value) and "Gwen" not in str(error.value)


def test_the_same_seed_draws_the_same_and_another_seed_another_sample() -> None:
    turns = {("1", n): f"Turn {n} came. " * 30 for n in range(40)}
    one, same, other = (sampling.draw(turns, {}, 20, seed) for seed in ("1", "1", "2"))
    assert one == same != other
    assert len({(r["interview"], r["turn"], r["start"]) for r in one}) == 20


def test_withdrawn_words_are_in_no_sample() -> None:
    gone = {("1", 1): [Span(27, 44, WITHDRAWN, "feedback", 1.0, "withdrawn")]}
    drawn = sampling.draw(TURNS, gone, 100, "1")
    assert "lied" not in str(drawn)
    assert [row["text"] for row in drawn[:2]] == [TEXT[:26], TEXT[45:]]


@given(st.text(max_size=900))
def test_passages_hold_every_letter_once(text: str) -> None:
    ends = sampling.passages(text)
    kept = "".join(text[start:end] for start, end in ends)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(ends))


def test_interval_of_single_mentions_is_clopper_and_pearsons() -> None:
    # 15 of 148: Newcombe 1998, table I, method 5
    share = of_passages([(1, 1)] * 15 + [(0, 1)] * 133)
    assert share.low == pytest.approx(0.0578, abs=0.002)
    assert share.high == pytest.approx(0.1617, abs=0.002)


def test_interval_is_wider_where_misses_come_together() -> None:
    together = of_passages([(5, 5)] * 18 + [(0, 5)] * 2)
    apart = of_passages([(5, 5)] * 10 + [(4, 5)] * 10)
    assert together.hits == apart.hits == 90
    assert together.high - together.low > apart.high - apart.low


def test_interval_covers_the_truth_at_least_as_often_as_it_says() -> None:
    dice = random.Random(7)
    covered = 0
    for _ in range(400):
        # in one passage of five the anonymiser does worse: mentions of one passage go together
        rates = [0.98 if dice.random() < 0.8 else 0.7 for _ in range(60)]
        counts = [(sum(dice.random() < rate for _ in range(4)), 4) for rate in rates]
        share = of_passages(counts)
        covered += share.low <= 0.8 * 0.98 + 0.2 * 0.7 <= share.high
    assert covered / 400 >= 0.94


def test_whoever_reads_everything_is_sure() -> None:
    share = of_passages([(3, 4), (4, 4)], share_drawn=1.0)
    assert share.low == share.high == 7 / 8


def test_sample_is_drawn_filled_in_and_measured_from_the_command_line(
    tmp_path: Path, capsys
) -> None:
    turns, spans, out = (tmp_path / name for name in ("turns.csv", "spans.csv", "sample.csv"))
    turns.write_text(f'interview,turn,speaker,start,text\n1,1,Del,,"{TEXT}"\n')
    spans.write_text(
        "interview,turn,start,end,replacement,type,entity,source,confidence,state\n"
        "1,1,7,11,[Participant 4],PERSON,p4,register,1.00,sure\n"
    )
    words = ["sample", "--turns", str(turns), "--spans", str(spans)]
    main([*words, "--out", str(out)])
    assert out.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StudyError, match="is there already"):
        main([*words, "--out", str(out)])
    rows = list(csv.DictReader(out.open()))
    for row in rows:
        row |= {"checked": "yes", "identifiers": "PERSON: Gwen"}
    with out.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    main([*words, "--filled", str(out), "--out", str(tmp_path / "measured.csv")])
    assert "PERSON   50.0% masked (1 of 2 in 1 passages; 95% interval" in capsys.readouterr().out
    assert "PERSON,2,1,0.5000" in (tmp_path / "measured.csv").read_text()
