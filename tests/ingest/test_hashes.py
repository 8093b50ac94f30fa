"""Salted hashes of the raw files."""

from __future__ import annotations

import hashlib
import stat
from typing import Any


def test_every_file_of_the_study_is_hashed_with_the_salt(small: Any) -> None:
    assert small.run("hashes")[0] == 0
    rows = small.rows("hashes.csv")
    content = (small.data / "areas.csv").read_bytes()
    digest = hashlib.sha256(b"synthetic salt" + content).hexdigest()
    assert rows[:2] == ["file,bytes,sha256", f"areas.csv,{len(content)},{digest}"]
    assert [row.split(",")[0] for row in rows[2:]] == [
        *("codings/a.qdpx", "codings/b.csv", "interventions.csv", "participants.csv"),
        *("transcripts/interview-1.vtt", "transcripts/interview-2.txt"),
    ]


def test_gold_annotation_is_hashed_too(small: Any) -> None:
    small.swap("config/study.yml", 'gold: ""', 'gold: "gold"')
    small.write("gold/interview-1.csv", "interview\n")
    small.run("hashes")
    assert any(row.startswith("gold/interview-1.csv,") for row in small.rows("hashes.csv"))


def test_a_stand_in_without_salt_is_an_error(small: Any) -> None:
    (small.data / "salt.txt").unlink()
    assert small.problems("hashes") == [
        "data/standin/salt.txt: is missing; "
        "the salt of a stand-in is committed with it: put it back"
    ]
    assert not (small.data / "salt.txt").exists()


def test_beside_raw_data_the_salt_is_made_once(small: Any) -> None:
    small.data.rename(small.root / "data" / "raw")
    small.swap("config/study.yml", "data/standin", "data/raw")
    salt = small.root / "data" / "raw" / "salt.txt"
    salt.unlink()
    small.run("hashes")
    made = salt.read_text()
    first = small.rows("hashes.csv")
    small.run("hashes")
    assert len(bytes.fromhex(made)) == 32
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600
    assert (salt.read_text(), small.rows("hashes.csv")) == (made, first)


def test_a_short_salt_beside_raw_data_is_an_error(small: Any) -> None:
    small.data.rename(small.root / "data" / "raw")
    small.swap("config/study.yml", "data/standin", "data/raw")
    assert small.problems("hashes") == [
        "data/raw/salt.txt: is too short; delete it, and 64 random digits are made anew"
    ]


def test_a_missing_file_is_an_error(small: Any) -> None:
    (small.data / "areas.csv").unlink()
    assert small.problems("hashes") == [
        "data/standin/areas.csv: is missing; put the file there or correct the path in config/"
    ]


def test_hashes_by_role_name_no_file_and_no_size(small: Any) -> None:
    small.run("hashes", "--by-role", str(small.root / "by-role.csv"))
    whole = dict(row.split(",")[::2] for row in small.rows("hashes.csv")[1:])
    rows = (small.root / "by-role.csv").read_text(encoding="utf-8").splitlines()
    given = dict(row.split(",") for row in rows[1:])
    assert given["interview 1"] == whole["transcripts/interview-1.vtt"]
    assert given["codings B"] == whole["codings/b.csv"]
    assert given["table areas"] == whole["areas.csv"]
    assert not any("." in what or "/" in what for what in given)
