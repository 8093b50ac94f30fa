"""The stand-in agrees with itself, is written and not templated, and says what it is."""

import csv
import importlib.util
import re
import sys
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
STANDIN = ROOT / "data" / "standin"
RUN = 8


def load(name: str) -> ModuleType:
    """Import one of the stand-in's scripts."""
    spec = importlib.util.spec_from_file_location(name, STANDIN / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


markup = load("markup")
make = load("make")
INTERVIEWS = [markup.read_interview(path) for path in sorted(STANDIN.glob("master/*.txt"))]


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of the stand-in."""
    with (STANDIN / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def members(content: bytes) -> dict[str, bytes]:
    """Give what an archive holds, however it is packed."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_committed_is_what_the_masters_make() -> None:
    made = make.make(STANDIN / "master", ROOT / "config" / "codebook.yml", STANDIN)
    for name, content in made.items():
        committed = (STANDIN / name).read_bytes()
        if name.endswith((".docx", ".qdpx")):
            assert members(committed) == members(content), name
        else:
            assert committed == content, name


@pytest.mark.parametrize("interview", INTERVIEWS, ids=lambda interview: interview.number)
def test_an_interview_holds_3500_words_or_more(interview: object) -> None:
    assert sum(len(turn.text.split()) for turn in interview.turns) >= 3500  # type: ignore[attr-defined]


def test_no_run_of_eight_words_stands_twice_but_for_the_guides_questions() -> None:
    guide = set(Counter(text for i in INTERVIEWS for text in asked(i)) - Counter(single()))
    runs = Counter(run for i in INTERVIEWS for turn in i.turns for run in runs_of(turn.text, guide))
    assert [run for run, count in runs.items() if count > 1] == []


def sentences(text: str) -> list[str]:
    """Split a turn into sentences."""
    return re.split(r"(?<=[.?!]) ", text)


def asked(interview: object) -> list[str]:
    """Give the interviewer's sentences."""
    turns = interview.turns  # type: ignore[attr-defined]
    return [
        s for turn in turns if turn.speaker == "Imogen Tallowfield" for s in sentences(turn.text)
    ]


def single() -> list[str]:
    """Give the interviewer's sentences once each, so that a difference leaves the repeated ones."""
    return sorted({sentence for interview in INTERVIEWS for sentence in asked(interview)})


def runs_of(text: str, guide: set[str]) -> list[str]:
    """Give every run of eight words of a turn, the guide's sentences left out."""
    kept = " ¶ ".join(s for s in sentences(text) if s not in guide)
    found = []
    for part in kept.split(" ¶ ") if guide else [kept]:
        words = re.findall(r"[\w'’-]+", part.lower())
        found += [" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]
    return found


def test_every_published_number_comes_out_of_the_tables() -> None:
    audit = rows("interventions.csv")
    unit = {row["area"] for row in rows("areas.csv") if row["group"] == "vru"}
    assert len(audit) == 47
    assert sum(row["area"] in unit for row in audit) == 29
    assert Counter(row["target_group"] for row in audit) == {"partners": 29, "justice": 18}
    assert len(rows("participants.csv")) == 13
    assert sum(row["large_town"] == "yes" for row in rows("areas.csv")) == 4


def test_everyone_named_in_the_talk_is_known_and_the_register_is_incomplete() -> None:
    known = {
        row["entity"]
        for path in STANDIN.glob("master/*.csv")
        for row in rows(f"master/{path.name}")
    }
    shapes = {
        "phone",
        "email",
        "url",
        "postcode",
        "address",
        "date",
        "reference",
        "vehicle",
        "detail",
    }
    said = {m.entity for i in INTERVIEWS for turn in i.turns for m in turn.mentions}
    assert said - shapes <= known
    registered = {row["entity"] for row in rows("register.csv")}
    assert said - shapes - registered


def test_numbers_and_addresses_belong_to_nobody() -> None:
    talk = "\n".join(turn.text for interview in INTERVIEWS for turn in interview.turns)
    phones = re.findall(r"\b0\d{3,4} ?\d{3} ?\d{3}\b", talk)
    assert phones
    assert all(
        re.match(r"07700 ?900\d{3}|01632 ?960\d{3}", phone.replace(" ", "", 9))
        or re.match(r"07700 900 ?\d{3}|01632 960 ?\d{3}", phone)
        for phone in phones
    )
    assert all(address.endswith(".example") for address in re.findall(r"\S+@[\w.-]*\w", talk))


def test_every_file_says_that_it_is_synthetic() -> None:
    for path in sorted(STANDIN.rglob("*")):
        if path.is_dir() or path.suffix in (".py", ".pyc"):
            continue
        content = path.read_bytes()
        if path.suffix in (".docx", ".qdpx"):
            content = b"".join(members(content).values())
        said = "synthetic" in path.name or b"synthetic" in content.lower()
        assert said, path.name
