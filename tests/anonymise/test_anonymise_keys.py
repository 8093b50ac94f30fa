import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.anonymise import keys
from fieldstudy.anonymise.cli import main
from fieldstudy.anonymise.mask import Cut, mask
from fieldstudy.anonymise.spans import WITHDRAWN, Span
from fieldstudy.errors import StudyError

CONTENT = b"replacement,kind\n[Participant 1],participant\n"


def test_locked_key_holds_no_letter_and_opens_with_its_passphrase() -> None:
    lock = keys.Lock.of("passphrase", {keys.PASSPHRASE: "four random words here"})
    locked = lock.lock(CONTENT)
    assert locked.startswith(keys.MAGIC) and b"Participant" not in locked
    assert lock.unlock(locked) == CONTENT


def test_key_file_opens_what_it_locked_and_another_does_not(tmp_path: Path) -> None:
    locks = []
    for name in ("mine.txt", "other.txt"):
        main(["new-key", str(tmp_path / name)])
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
        locks.append(keys.Lock.of("file", {keys.KEY_FILE: str(tmp_path / name)}))
    locked = locks[0].lock(CONTENT)
    assert locks[0].unlock(locked) == CONTENT
    with pytest.raises(StudyError, match="does not open"):
        locks[1].unlock(locked)
    with pytest.raises(StudyError, match="is there already"):
        main(["new-key", str(tmp_path / "mine.txt")])


def test_plain_key_given_to_a_wrong_secret_says_so() -> None:
    locked = keys.Lock.of("passphrase", {keys.PASSPHRASE: "right"}).lock(CONTENT)
    with pytest.raises(StudyError, match="does not open"):
        keys.Lock().unlock(locked)


def test_missing_secret_names_the_variable_and_no_secret_is_shown() -> None:
    with pytest.raises(StudyError, match="FIELDSTUDY_PASSPHRASE is not set"):
        keys.Lock.of("passphrase", {})
    with pytest.raises(StudyError, match="allowed: plain, passphrase, file"):
        keys.Lock.of("gpg", {})
    assert "hush" not in repr(keys.Lock("passphrase", "hush"))


WORDS = st.text(min_size=1, max_size=40)
REPLACED = st.sampled_from(["[Town 1]", "[Participant 13, police officer]", "[x]"])


@st.composite
def turns(draw) -> tuple[dict[str, str], dict[str, str], list[Span]]:
    text = draw(WORDS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    spans = [
        Span(*ends, "PERSON", "register", 1.0, "p1", replacement=draw(REPLACED))
        for ends in zip(edges[::2], edges[1::2], strict=False)
    ]
    place = {"interview": "1", "turn": "1", "start": "0.000"}
    raw = place | {"speaker": draw(WORDS), "text": text}
    cuts = [Cut(s.start, s.end, s.replacement) for s in spans]
    return raw, place | {"speaker": "[Participant 1]", "text": mask(text, cuts)}, spans


@given(turns())
def test_key_gives_the_turns_back_exactly(drawn) -> None:
    raw, masked, spans = drawn
    key = keys.read(keys.written(keys.spelling_rows([raw], [masked], [spans])))
    assert keys.reverse([masked], key) == [raw]


def test_what_was_withdrawn_is_in_no_key_and_stays_away() -> None:
    raw = {
        "interview": "1",
        "turn": "1",
        "start": "",
        "speaker": "Gwen",
        "text": "He lied. So, Del.",
    }
    spans = [
        Span(0, 8, WITHDRAWN, "feedback", 1.0, "withdrawn", replacement="[withdrawn]"),
        Span(13, 16, "PERSON", "register", 1.0, "p1", replacement="[Participant 1]"),
    ]
    masked = raw | {"speaker": "[Participant 4]", "text": "[withdrawn] So, [Participant 1]."}
    key = keys.spelling_rows([raw], [masked], [spans])
    assert "lied" not in str(key)
    assert keys.reverse([masked], key) == [raw | {"text": "[withdrawn] So, Del."}]


def test_key_of_another_build_is_refused_by_turn_and_without_words() -> None:
    raw = {"interview": "1", "turn": "7", "start": "", "speaker": "Gwen", "text": "Del"}
    masked = raw | {"speaker": "[Participant 4]", "text": "[Participant 1]"}
    spans = [Span(0, 3, "PERSON", "register", 1.0, "p1", replacement="[Participant 1]")]
    key = keys.spelling_rows([raw], [masked], [spans])
    with pytest.raises(StudyError) as error:
        keys.reverse([masked | {"text": "Oh, [Participant 1]"}], key)
    assert "interview 1, turn 7" in str(error.value) and "Del" not in str(error.value)


@pytest.mark.parametrize("name", ["=HYPERLINK(A1)", "@ann", "'+44", "-- Ann", "\rAnn", "'"])
def test_a_name_that_a_spreadsheet_would_run_is_harmless_in_the_key_and_comes_back(
    name: str,
) -> None:
    row = dict.fromkeys(keys.COLUMNS, "") | {"name": name}
    made = keys.written([row])
    assert keys.read(made) == [row]
    assert not any(cell in made for cell in (b",=", b',"=', b",@", b',"\r', b",-"))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"name,text\n", b'"', b"a,b\n1\n"])
def test_what_is_no_key_is_told_so(content: bytes) -> None:
    with pytest.raises(StudyError, match="the key"):
        keys.read(content)
