"""Ids and file names that a shell would run are refused in sentences, before any plan, or built rightly."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from building import Build

from fieldstudy.io import read_rows
from fieldstudy.naming import unknown

IDS = (
    *("1; touch pwned", "$(touch pwned)", "`touch pwned`", "1 && touch pwned", "1|touch pwned"),
    *("../x", "/x/y", "a/b", "-rf", "{wildcards}", "1\ntouch pwned", "a\x00b", "", " 1", "x" * 61),
)
AN_ID = (
    "is not an interview's id; allowed: a letter or digit, then letters, digits, spaces, full "
    "stops, hyphens and underscores, 60 at most"
)
WAYS = {
    "snakemake": ["snakemake", "--cores", "1"],
    "build": [sys.executable, "-m", "fieldstudy", "build", "--cores", "1"],
}
FILE = "a;b $(touch pwned) `touch pwned` 'q' \"r\" &|>pwned *?[x] ~ #.vtt"


def run(study: Build, way: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Build as a person would, by either command."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    own = {
        "PATH": path,
        "PYTHONPATH": str(study.folder / "workflow"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [*WAYS[way], *words],
        cwd=study.folder,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )


def there(study: Build) -> list[str]:
    """List every file of a folder, but those in which either command keeps its own words."""
    found = (path for path in study.folder.rglob("*") if path.is_file())
    names = (path.relative_to(study.folder).as_posix() for path in found)
    return sorted(name for name in names if not name.startswith((".snakemake", "results/logs")))


def quoted(text: str) -> str:
    """Write a text as YAML's double quotes have it."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\x00": "\\0"}
    return '"' + "".join(escapes.get(char, char) for char in text) + '"'


def refused(study: Build, way: str, *words: str) -> list[str]:
    """Give the sentences with which a study is refused; nothing may be run, written or traced."""
    before = there(study)
    done = run(study, way, *words)
    told = done.stdout + done.stderr
    assert done.returncode == 2, told
    assert there(study) == before
    assert not list(study.folder.rglob("pwned"))
    assert not re.search(r"Traceback|Error|File \"|line \d", told)
    own = ("", "The build stopped before any step:", "Put that right", "Config file config/study")
    return [line for line in told.splitlines() if line.strip() and not line.startswith(own[1:])]


@pytest.mark.parametrize("way", WAYS)
def test_every_hostile_id_of_an_interview_is_refused_in_a_sentence(fresh: Build, way: str) -> None:
    added = "".join(f"  {quoted(name)}: 'x.vtt'\n" for name in IDS)
    fresh.edit(
        "config/study.yml", lambda text: text.replace("interviews:\n", f"interviews:\n{added}")
    )
    told = refused(fresh, way)
    assert len(told) == len(IDS)
    for name in IDS:
        assert any(f"interviews: {name!r:.80} {AN_ID}" in line for line in told), name
    assert all(line.startswith("config/study.yml:") for line in told)


@pytest.mark.parametrize("way", WAYS)
def test_hostile_names_of_everything_else_are_refused_all_at_once(fresh: Build, way: str) -> None:
    nasty = "../../x; touch pwned"
    fresh.edit(
        "config/study.yml",
        lambda text: (
            text.replace('version: "', f'version: "{nasty}')
            .replace('"areas.csv"', f'"{nasty}"')
            .replace("\ntables:\n", f'\ntables:\n  "{nasty}": "x.csv"\n')
            .replace('record: "', 'record: "-x{y}')
        ),
    )
    told = "\n".join(refused(fresh, way))
    assert told.count("\n") == 3
    for what in (
        f"version: '{nasty}0.1.0' is not a version; allowed: three numbers as in 0.1.0",
        f"tables: areas: '{nasty}' is not a path in the folder of the data; allowed: a relative",
        f"tables: '{nasty}' is not a table's name; allowed: a small letter, then small letters",
        "record: '-x{y}data/record' is not a path; allowed: one without braces and line ends",
    ):
        assert what in told


DISCLOSURE, STUDY = "config/disclosure.yml", "config/study.yml"
# File, what is replaced by what, what is said; together what is told together.
OTHERS = {
    "shapes": [
        (
            DISCLOSURE,
            "\nopen_base:\n",
            "\nopen_base: x\nother:\n",
            "open_base: must be a list; an em",
        ),
        ("config/figures.yml", "\nfigures:\n", "\nfigures: [\n", "is not valid YAML: "),
        (
            STUDY,
            "\nanonymise:\n",
            "\nanonymise: all\nother:\n",
            "anonymise: must be a list of names",
        ),
        (
            STUDY,
            "\nanonymise:",
            "\nanonymise:",
            "'other' is not a setting here; allowed: id, title",
        ),
    ],
    "names": [
        (
            "config/tables.yml",
            "\noutputs:\n",
            '\noutputs:\n  - {id: "$(touch pwned)", tier: "open"}\n',
            "config/tables.yml: outputs: entry 1: id: '$(touch pwned)' is not a name; allowed: a small",
        )
    ],
    "base tables": [
        (
            DISCLOSURE,
            "\nopen_base:\n",
            '\nopen_base:\n  - "../../x; touch pwned"\n',
            f"{DISCLOSURE}: open_base: '../../x; touch pwned' is not a base table; allowed: agreem",
        ),
        (
            DISCLOSURE,
            "\npeople: [",
            '\npeople: ["$(touch pwned)", ',
            f"{DISCLOSURE}: people: '$(touch pwned)' is not a base table; allowed: agreement, area",
        ),
    ],
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_the_plan_is_made_of_is_refused_where_it_is_wrong(fresh: Build, what: str) -> None:
    for file, old, new, _ in OTHERS[what]:
        path = fresh.folder / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    told = refused(fresh, "snakemake")
    assert len(told) == len(OTHERS[what])
    for *_, said in OTHERS[what]:
        assert any(said in line for line in told), told


def test_a_study_that_is_no_yaml_is_told_with_its_line(fresh: Build) -> None:
    fresh.edit("config/study.yml", lambda text: "id: [\n" + text)
    (told,) = refused(fresh, "build")
    assert told.startswith("config/study.yml:")
    assert "is not valid YAML: " in told
    done = run(fresh, "snakemake")  # which reads this file before any of our code
    assert done.returncode == 1
    assert "Config file is not valid JSON or YAML" in done.stderr
    assert "Traceback" not in done.stderr


SET = {
    "bundle=$(touch pwned)": "bundle: '$(touch pwned)' is not allowed; allowed: open, safeguarded",
    "start_from=; touch pwned": "start_from: '; touch pwned' is not allowed; allowed: raw, safeg",
    "id=../x": "config/study.yml: id: '../x' is not an id; allowed: small letters, digits",
    "version=1": "config/study.yml: version: 1 is not a version; allowed: three numbers as in 0.1.0",
    "anonymise=x": "--config 'anonymise': is not of this setting's shape; write it in config/study",
    "bundel=open": "--config 'bundel': is not a setting; allowed: id, title, version",
}


def test_what_the_command_line_sets_is_refused_as_config_is(fresh: Build) -> None:
    told = refused(fresh, "snakemake", "release", "--config", *SET)
    assert len(told) == len(SET)
    for said in SET.values():
        assert any(line.startswith(said) for line in told), told


def test_a_base_table_that_the_study_has_is_known() -> None:
    assert unknown({"open_base": ["codes"], "people": []}, ["codes", "areas"]) == []


@pytest.mark.parametrize("way", WAYS)
def test_a_transcript_whose_file_name_a_shell_would_run_is_read_as_it_is(
    fresh: Build, way: str
) -> None:
    made = ("results/controlled/ingest/turns/1.csv", "results/safeguarded/ingest/hashes.csv")
    folder = fresh.folder / "data/standin"
    (folder / "transcripts").rename(folder / "-tran; scripts")
    (folder / "-tran; scripts/synthetic-interview-1.vtt").rename(folder / f"-tran; scripts/{FILE}")
    fresh.edit(
        "config/study.yml",
        lambda text: (
            text.replace('"transcripts/synthetic-interview-1.vtt"', '"-1"')
            .replace('"transcripts/', '"./-tran; scripts/')
            .replace('"-1"', quoted(f"./-tran; scripts/{FILE}"))
        ),
    )
    done = run(fresh, way, *made)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(fresh.folder.rglob("pwned*"))
    turns = read_rows(fresh.folder / made[0])
    assert {turn["interview"] for turn in turns} == set("12345")
    assert "interview 1" in {row["what"] for row in read_rows(fresh.folder / made[1])}


def test_an_id_with_a_space_is_one_interview(fresh: Build) -> None:
    fresh.edit("config/study.yml", lambda text: text.replace('  "1": "tr', '  "a b": "tr'))
    done = run(fresh, "snakemake", "results/controlled/ingest/turns/1.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    turns = read_rows(fresh.folder / "results/controlled/ingest/turns/1.csv")
    assert {turn["interview"] for turn in turns} == {"a b", *"2345"}
