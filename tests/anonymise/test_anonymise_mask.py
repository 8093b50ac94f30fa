from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.anonymise.carry import carry
from fieldstudy.anonymise.mask import Cut, Offsets, mask
from fieldstudy.anonymise.spans import WITHDRAWN, Span, resolve


@st.composite
def texts_and_cuts(draw) -> tuple[str, list[Cut]]:
    text = draw(st.text(min_size=1, max_size=60))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    words = st.sampled_from(["[Town 1]", "[Participant 13]", "[x]", ""])
    return text, [Cut(start, end, draw(words)) for start, end in pairs]


def back(cuts: list[Cut], raw: str) -> list[Cut]:
    """Give the cuts that put the raw words back where their replacements stand."""
    edges = Offsets([Cut(cut.start, cut.end, cut.replacement) for cut in cuts])
    return [Cut(*edges.carry(c.start, c.end), raw[c.start : c.end]) for c in cuts]  # type: ignore[misc]


@given(texts_and_cuts())
def test_the_offset_map_leads_back_to_the_text(drawn: tuple[str, list[Cut]]) -> None:
    text, cuts = drawn
    assert mask(mask(text, cuts), back(cuts, text)) == text


@given(texts_and_cuts(), st.data())
@settings(max_examples=300)
def test_what_is_outside_replacements_keeps_its_words(drawn, data) -> None:
    text, cuts = drawn
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    across = Offsets(cuts).carry(start, end)
    assert across is not None
    touched = [c for c in cuts if c.start < end and start < c.end]
    low = min([start, *(c.start for c in touched)])
    high = max([end, *(c.end for c in touched)])
    inside = [Cut(c.start - low, c.end - low, c.replacement) for c in touched]
    # an empty replacement touches nothing that could be kept whole
    if all(c.replacement for c in cuts):
        assert mask(text, cuts)[slice(*across)] == mask(text[low:high], inside)


def coding(start: int, end: int, text: str, of: str = "raw") -> dict[str, str]:
    where = {"id": "A-1", "interview": "1", "turn": "2", "start": str(start), "end": str(end)}
    return where | {"text": text, "of": of, "status": "matched", "memo": ""}


RAW = "I rang Gwen about the cuts, not Del."
CUTS = [Cut(7, 11, "[Participant 4]", "PERSON"), Cut(32, 35, "[Participant 1]", "PERSON")]
MASKED = {("1", "2"): mask(RAW, CUTS)}


def moved(start: int, end: int, cuts=None) -> list[str]:
    cuts = CUTS if cuts is None else cuts
    masked = {("1", "2"): mask(RAW, cuts)}
    rows = carry([coding(start, end, RAW[start:end])], masked, {("1", "2"): cuts}).rows
    assert all(masked["1", "2"][int(r["start"]) : int(r["end"])] == r["text"] for r in rows)
    return [row["text"] for row in rows]


def test_coding_after_a_replacement_moves() -> None:
    assert moved(18, 26) == ["the cuts"]


def test_coding_that_straddles_a_replacement_keeps_it_whole() -> None:
    assert moved(9, 26) == ["[Participant 4] about the cuts"]
    assert moved(22, 33) == ["cuts, not [Participant 1]"]


def test_coding_on_what_was_withdrawn_is_dropped() -> None:
    assert moved(14, 20, [Cut(12, 26, "[withdrawn]", WITHDRAWN)]) == []


def test_coding_beside_what_was_withdrawn_is_cut_anew() -> None:
    assert moved(2, 20, [Cut(12, 26, "[withdrawn]", WITHDRAWN)]) == ["rang Gwen"]


def test_coding_that_begins_in_what_was_withdrawn_begins_after_it() -> None:
    assert moved(20, 31, [Cut(12, 26, "[withdrawn]", WITHDRAWN)]) == [", not"]


def test_coding_of_anonymised_text_passes_if_its_text_is_there() -> None:
    text = MASKED["1", "2"]
    good = coding(2, 22, text[2:22], "anonymised")
    bad = coding(2, 22, "something else", "anonymised")
    rows = carry([good, bad], MASKED, {("1", "2"): CUTS}).rows
    assert [row["status"] for row in rows] == ["matched", "mismatch"]


def test_memo_of_a_coder_stays_behind() -> None:
    noted = coding(18, 26, "the cuts") | {"memo": "Gwen again"}
    assert carry([noted], MASKED, {("1", "2"): CUTS}).rows[0]["memo"] == ""


def test_coding_without_a_turn_shows_no_raw_text() -> None:
    lost = coding(0, 4, "Gwen") | {"turn": "", "start": "", "status": "unverifiable"}
    assert carry([lost], MASKED, {}).rows[0]["text"] == ""


def test_longer_name_of_something_else_counts() -> None:
    text = "the Ormesvale Harbour Trust"
    part = Span(4, 13, "LOC", "register", 0.95, "vale")
    whole = Span(4, 27, "ORG", "model", 0.6, "ormesvale harbour trust", state="unsure")
    assert resolve([part, whole], lambda a, b: text[a:b].strip().istitle()) == [whole]
