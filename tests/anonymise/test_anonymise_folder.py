import csv
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldstudy.anonymise import keys, layout
from fieldstudy.anonymise.cli import main
from fieldstudy.anonymise.mask import Cut, mask
from fieldstudy.errors import StudyError

REGISTER = (
    "entity,kind,name,aliases,role,generalisation\n"
    "p1,person,Delroy Pemberthy,Del,,\np2,person,Gwen Sallis-Howe,,,\nt1,town,Sallowby,,,\n"
)
VTT = (
    "WEBVTT\n\nNOTE made by Gwen Sallis-Howe\n\n00:00:01.000 --> 00:00:02.500\n"
    "<v Xanthe Quill>I met Delroy</v>\n\n00:00:02.500 --> 00:00:04.000\n"
    "<v Xanthe Quill>Pemberthy in sallowby.</v>\n\n00:00:05.000 --> 00:00:06.000\n"
    "<v Delroy Pemberthy>Xanthe &amp; I, yes.</v>\n"
)
TALK = "Zed Quux: I rang Delroy.\nGwen: Zed went to Sallowby.\nZed Quux: Xanthe Quill did.\n"
NAMES = ("Delroy", "Pemberthy", "Gwen", "Sallis", "Howe", "Sallowby", "sallowby", "Xanthe", "Quill")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "more").mkdir(parents=True)
    (folder / "interview 1.vtt").write_text(VTT)
    (folder / "more" / "Talk with Gwen Sallis.txt").write_text(TALK)
    word = docx.Document()
    for line in ("Gwen Sallis-Howe   0:03", "Del said so.", "Gwen Sallis-Howe   0:09", "Yes."):
        word.add_paragraph(line)
    word.core_properties.author = "Gwen Sallis-Howe"
    word.save(str(folder / "interview 2.docx"))
    (tmp_path / "register.csv").write_text(REGISTER)
    return folder


def run(source: Path, out: str = "out", *words: str) -> tuple[int | None, Path]:
    made = source.parent / out
    register = ["--register", str(source.parent / "register.csv"), "--model", "none"]
    return main(["folder", str(source), str(made), *register, "--cores", "1", *words]), made


def files(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def outside(out: Path) -> dict[str, str]:
    return {n: c.decode() for n, c in files(out).items() if not n.startswith("controlled/")}


def test_no_name_is_left_in_any_text_or_file_name_or_message(source: Path, capsys) -> None:
    code, out = run(source)
    told = capsys.readouterr()
    shown = str(outside(out)) + told.out + told.err + str(sorted(files(out)))
    assert code == 0
    assert not [name for name in (*NAMES, "Zed", "Quux") if name in shown]


def test_timings_stay_and_a_name_split_over_cues_is_one(source: Path) -> None:
    _, out = run(source)
    text = (out / "interview-1.vtt").read_text()
    assert text.count(" --> ") == VTT.count(" --> ")
    assert ">I met [Colleague " in text and "<v [Colleague " in text and "&amp; I, yes." in text


def test_speaker_that_no_register_knows_is_one_person_in_every_transcript(source: Path) -> None:
    _, out = run(source)
    talk = next(text for name, text in outside(out).items() if name.startswith("transcript-"))
    lines = talk.splitlines()
    zed, xanthe = lines[0].partition(":")[0], lines[2].partition(": ")[2].removesuffix(" did.")
    assert lines[1].startswith("[Colleague") and f": {zed} went to [Town 1]." in lines[1]
    assert f"<v {xanthe}>" in (out / "interview-1.vtt").read_text()


def test_every_file_is_put_back_exactly_by_its_own_key(source: Path) -> None:
    _, out = run(source)
    back = source.parent / "back.vtt"
    key = out / "controlled" / "changes" / "interview-1.csv"
    main(
        ["reverse", "--turns", str(out / "interview-1.vtt"), "--key", str(key), "--out", str(back)]
    )
    assert back.read_text() == VTT
    assert back.stat().st_mode & 0o777 == 0o600


def test_one_bad_file_does_not_stop_the_rest_and_is_named_by_no_name(source: Path, capsys) -> None:
    (source / "Delroy Pemberthy.txt").write_bytes(b"caf\xe9 Delroy")
    (source / "Gwen.docx").write_bytes(b"no zip")
    (source / "empty.vtt").write_bytes(b"")
    code, out = run(source)
    told = capsys.readouterr()
    assert code == 1
    assert "3 of 6 transcripts anonymised." in told.out and "is not UTF-8 text" in told.err
    assert "Delroy" not in told.err + told.out and "Traceback" not in told.err
    listed = list(csv.DictReader((out / "controlled" / "files.csv").open()))
    failed = {row["file"]: row["problem"] for row in listed if row["state"] == "failed"}
    assert set(failed) == {"Delroy Pemberthy.txt", "Gwen.docx", "empty.vtt"}
    assert all(failed.values())


def test_again_gives_the_same_bytes_and_looks_at_nothing_twice(source: Path) -> None:
    _, out = run(source)
    before = files(out)
    looked = {p: p.stat().st_mtime_ns for p in (out / "controlled" / "finds").iterdir()}
    run(source)
    assert files(out) == before
    assert {p: p.stat().st_mtime_ns for p in looked} == looked


def test_run_that_was_broken_off_ends_as_one_that_was_not(source: Path) -> None:
    _, out = run(source)
    before = files(out)
    (out / "interview-1.vtt").unlink()
    (out / "controlled" / "finds" / "interview-2.json").unlink()
    (out / "controlled" / "key.csv").unlink()
    run(source)
    assert files(out) == before


def test_several_processes_give_what_one_gives(source: Path) -> None:
    _, one = run(source)
    (source.parent / "two/controlled").mkdir(parents=True)
    (source.parent / "two/controlled/salt.txt").write_bytes(
        (one / "controlled/salt.txt").read_bytes()
    )
    _, two = run(source, "two", "--cores", "2")
    assert files(one) == files(two)


def test_file_taken_away_is_taken_away_from_the_output(source: Path) -> None:
    _, out = run(source)
    (source / "interview 2.docx").unlink()
    run(source)
    assert not [name for name in files(out) if "interview-2" in name and "finds" not in name]


def test_locked_folder_keeps_no_name_but_in_the_queue(source: Path, monkeypatch) -> None:
    secret = source.parent / "secret.txt"
    main(["new-key", str(secret)])
    monkeypatch.setenv(keys.KEY_FILE, str(secret))
    _, out = run(source, "out", "--key", "file")
    kept = {n: c for n, c in files(out).items() if n.startswith("controlled/")}
    assert all(c.startswith(keys.MAGIC) for n, c in kept.items() if "key" in n or "changes" in n)
    assert not [name for name in kept if "finds" in name]
    back = source.parent / "back.vtt"
    key = ["--key", str(out / "controlled/changes/interview-1.csv"), "--locked", "file"]
    main(["reverse", "--turns", str(out / "interview-1.vtt"), *key, "--out", str(back)])
    assert back.read_text() == VTT


def test_decision_is_applied(source: Path) -> None:
    answers = source.parent / "decisions.csv"
    answers.write_text("interview,text,decision,replacement,kind\n,Sallowby,keep,,\n")
    _, out = run(source, "out", "--decisions", str(answers))
    assert "in sallowby." in (out / "interview-1.vtt").read_text()


def test_empty_folder_and_missing_register_are_told(source: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(StudyError, match="holds no transcript"):
        run(tmp_path / "none")
    (tmp_path / "register.csv").unlink()
    with pytest.raises(StudyError, match=r"register\.csv.*is missing"):
        run(source)


CUES = st.lists(st.text(st.sampled_from("ab .<>&\n-:1é"), max_size=30), max_size=6)


@given(CUES, st.data())
def test_whatever_is_cut_in_a_cue_comes_back(payloads: list[str], data) -> None:
    times = "00:00:01.000 --> 00:00:02.000"
    text = "WEBVTT\n\n" + "\n\n".join(f"{times}\n<v Ann>{said}</v>" for said in payloads) + "\n"
    document = layout._vtt(text)
    cuts = []
    for number, said in enumerate(document.words()):
        edges = sorted(data.draw(st.sets(st.integers(0, len(said)), max_size=4)))
        pairs = zip(edges[::2], edges[1::2], strict=False)
        cuts += document.cuts(number, [Cut(*ends, "[x]") for ends in pairs])
    assert sorted(cuts) == sorted(set(cuts))
    rows = keys.change_rows(text, cuts)
    assert keys.restored(mask(text, cuts), rows) == text
    assert mask(text, cuts).count(times) == text.count(times)


HIDDEN = {
    "NUL": ("txt", "Ann: we\0met.\n", "line 1 holds a control character; export the file again"),
    "escape": ("vtt", VTT.replace("I met", "I \x1b[2Jmet"), "line 6 holds a control character"),
    "turned round": (
        "txt",
        "Ann: so.\nBen: kco\u202elevits\u202c.\n",
        "line 2 holds U+202E (RIGHT-TO-LEFT OVERRIDE), behind which a name could hide; take the",
    ),
    "tags": (
        "txt",
        "Ann: \U000e0053so.\n",
        "line 1 holds U+E0053 (TAG LATIN CAPITAL LETTER S), be",
    ),
    "no width": (
        "vtt",
        VTT.replace("Delroy<", "Del\u200broy<"),
        "line 6 holds U+200B (ZERO WIDTH S",
    ),
    "number": (
        "vtt",
        VTT.replace("Delroy<", "Delr&#111;y<"),
        "line 6 holds '&#111;', behind which",
    ),
    "reference": (
        "vtt",
        VTT.replace("Delroy<", "Del&shy;roy<"),
        "line 6 holds '&shy;', behind whi",
    ),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_what_could_hide_a_name_is_refused_as_ingest_refuses_it(
    source: Path, capsys, how: str
) -> None:
    ending, text, said = HIDDEN[how]
    (source / f"wave 9.{ending}").write_text(text)
    code, out = run(source)
    told = capsys.readouterr()
    assert code == 1
    assert said in told.err
    assert "3 of 4 transcripts anonymised." in told.out
    assert "Delroy" not in told.err and not (out / f"wave-9.{ending}").exists()


def test_a_word_file_that_could_hide_a_name_is_refused(source: Path, capsys) -> None:
    word = docx.Document()
    word.add_paragraph("Ann: so said kco\u202elevits.")
    word.save(str(source / "wave 9.docx"))
    assert run(source)[0] == 1
    assert "wave-9: line 1 holds U+202E" in capsys.readouterr().err


@pytest.mark.parametrize(
    "tag", ["<Delroy Pemberthy>", "<b Delroy>", "<img alt='Delroy'>", "</Gwen>"]
)
def test_a_name_in_angle_brackets_that_are_no_tag_of_the_format_is_masked(
    source: Path, tag: str
) -> None:
    (source / "interview 1.vtt").write_text(VTT.replace("I met Delroy", f"I met {tag} Delroy"))
    _, out = run(source)
    text = (out / "interview-1.vtt").read_text()
    assert not [name for name in NAMES if name in text]
    assert "<v [Colleague " in text
