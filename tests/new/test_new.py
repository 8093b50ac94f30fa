"""A new study in one command: it builds at once, follows its config, and takes over improvements."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from building import Build
from making import Template, run

from fieldstudy.__main__ import main
from fieldstudy.new.placeholder import Area, corpus
from fieldstudy.release.reproduce import compared, digests

CODES = [{"code": f"c{n}", "statement": f"Statement number {n} is true."} for n in range(5)]


def page(build: Build) -> str:
    """Read the paper without its marks."""
    text = (build.folder / "results/open/paper/index.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


def test_the_new_study_builds_its_paper_at_once_and_says_what_it_is_made_of(study: Build) -> None:
    said = page(study)
    assert "The study has three areas." in said
    assert "So said one of the three areas." in said
    assert "synthetic stand-in" in said
    for form in ("paper.pdf", "paper.docx", "paper.xml"):
        assert (study.folder / "results/open/paper" / form).stat().st_size > 1000


def test_every_file_of_the_placeholder_says_so(study: Build) -> None:
    files = [path for path in (study.folder / "data/placeholder").rglob("*") if path.is_file()]
    assert len(files) > 12
    for path in files:
        text = path.read_text(encoding="utf-8").lower()
        assert "placeholder" in text or (text.count("\n") == 1 and path.suffix == ".csv"), path


def test_it_passes_the_leak_scan_and_no_verdict_claims_what_nobody_published(study: Build) -> None:
    assert (study.folder / "results/controlled/release/scan.txt").is_file()
    with (study.folder / "results/open/verify/verdicts.csv").open(encoding="utf-8") as table:
        assert {row["verdict"] for row in csv.DictReader(table)} == {"not published"}


def test_it_is_pinned_to_the_version_that_it_was_made_of(study: Build, template: Template) -> None:
    answers = yaml.safe_load((study.folder / ".copier-answers.yml").read_text())
    assert answers["_commit"] == "v0.1.0"
    head = run(study.folder / ".fieldstudy", "git", "describe", "--tags").stdout
    assert head.strip() == "v0.1.0"
    assert run(study.folder, "git", "check-ignore", ".fieldstudy", "results").returncode == 0


def test_three_edited_lines_of_config_are_what_the_next_paper_says(
    study: Build, tmp_path: Path
) -> None:
    shutil.copytree(study.folder, tmp_path / "study", symlinks=True)
    again = Build(tmp_path / "study")
    again.edit(
        "config/study.yml",
        lambda text: text.replace('"areas of the first group"', '"coastal areas"').replace(
            'all: {label: "areas"}', 'all: {label: "districts"}'
        ),
    )
    again.edit("config/claims.yml", lambda text: text.replace("areas studied", "districts studied"))
    done = again.run()
    assert done.returncode == 0, done.stdout
    said = page(again)
    assert "So said one of the three districts." in said
    assert "Districts studied" in said
    figures = (again.folder / "results/open/paper/index.html").read_text(encoding="utf-8")
    assert "oastal areas" in figures and "reas of the first group (" not in figures
    for table in ("findings_by_theme_and_stance", "audit_by_reach"):
        text = (again.folder / f"results/open/tables/{table}.csv").read_text(encoding="utf-8")
        assert "coastal areas" in text and "areas of the first group" not in text
    assert "of the three areas" not in said


def test_check_finds_nothing_in_it_and_then_names_what_was_spoilt(
    study: Build, tmp_path: Path
) -> None:
    path = tmp_path / "study"
    shutil.copytree(study.folder, path, symlinks=True, ignore=shutil.ignore_patterns("results"))
    package = path / ".fieldstudy/workflow"
    words = (sys.executable, "-m", "fieldstudy", "check")
    well = run(path, *words, package=package)
    assert well.returncode == 0, well.stderr
    assert well.stdout.splitlines()[-1] == "all is well"
    Build(path).edit(
        "paper/index.qmd", lambda text: text.replace("findings.areas.", "findings.area.")
    )
    assert "'area' is not a claim of config/claims.yml" in run(path, *words, package=package).stderr


def test_the_pre_commit_hook_refuses_raw_data(study: Build, tmp_path: Path) -> None:
    path = as_cloned(study, tmp_path / "study")
    (path / "data/raw/interview.txt").write_text("Somebody: confidential\n")
    assert run(path, "git", "check-ignore", "data/raw/interview.txt").returncode == 0
    run(path, "git", "add", "--force", "data/raw/interview.txt")
    done = run(path, "pre-commit", "run", "no-raw-data")
    assert done.returncode != 0
    assert "Confidential data must not be committed" in done.stdout


@pytest.fixture
def updated(template: Template, tmp_path: Path) -> tuple[Path, str]:
    """Give a study that its author edited and then updated, and what `make update` said."""
    source = Template(tmp_path / "fieldstudy")
    shutil.copytree(template.folder, source.folder, symlinks=True)
    path = tmp_path / "study"
    assert source.new(path).returncode == 0
    (path / ".fieldstudy/.ready-v0.1.0").touch()  # this environment serves it
    Build(path).edit(
        "config/study.yml",
        lambda text: text.replace('k: "3"', 'k: "5"').replace('fuzzy: "88"', 'fuzzy: "90"'),
    )
    run(path, "git", "add", "-A")
    assert run(path, "git", "commit", "-qm", "begin").returncode == 0
    with (source.folder / "template/docs/ethics.md").open("a", encoding="utf-8") as out:
        out.write("- [ ] One thing more.\n")
    Build(source.folder).edit(
        "template/config/study.yml.jinja", lambda text: text.replace('fuzzy: "88"', 'fuzzy: "85"')
    )
    source.release("v0.2.0")
    done = run(path, "make", "update")
    assert done.returncode == 0, done.stderr
    return path, done.stdout


def test_an_update_brings_what_is_new_and_keeps_what_the_author_wrote(
    updated: tuple[Path, str],
) -> None:
    path, _ = updated
    assert "One thing more." in (path / "docs/ethics.md").read_text(encoding="utf-8")
    assert 'k: "5"' in (path / "config/study.yml").read_text(encoding="utf-8")
    answers = yaml.safe_load((path / ".copier-answers.yml").read_text())
    assert answers["_commit"] == "v0.2.0"


def test_what_author_and_workflow_both_changed_is_marked_and_told(
    updated: tuple[Path, str],
) -> None:
    path, said = updated
    assert "choose between what is marked <<<<<<< and >>>>>>> in:\nconfig/study.yml\n" in said
    marked = (path / "config/study.yml").read_text(encoding="utf-8")
    mine, theirs = marked.split("<<<<<<<")[1].split(">>>>>>>")[0].split("=======")
    assert 'fuzzy: "90"' in mine and 'fuzzy: "85"' in theirs


def test_after_an_update_the_workflow_is_fetched_at_its_new_version(
    updated: tuple[Path, str],
) -> None:
    path, _ = updated
    planned = run(path, "make", "--dry-run", "check").stdout
    assert 'checkout --quiet "v0.2.0"' in planned
    assert "workflow/setup.sh" in planned


def as_cloned(study: Build, path: Path) -> Path:
    """Copy what a clone of a study would hold: nothing that was built or fetched."""
    ignored = shutil.ignore_patterns("results", ".fieldstudy", ".snakemake")
    shutil.copytree(study.folder, path, ignore=ignored)
    return path


def test_where_the_workflow_cannot_be_fetched_it_is_said_how_to_name_it(
    study: Build, tmp_path: Path
) -> None:
    path = as_cloned(study, tmp_path / "study")
    Build(path).edit(
        ".copier-answers.yml",
        lambda text: re.sub("(?m)^_src_path: .*", "_src_path: /no/where", text),
    )
    done = run(path, "make", "check")
    assert done.returncode == 2
    assert "the workflow is not at /no/where; name where it is: make paper SOURCE=" in done.stderr


def test_a_clone_pins_the_address_that_it_came_from_without_a_token(
    template: Template, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    run(tmp_path, "git", "clone", "--quiet", str(template.folder), str(clone))
    address = "https://somebody:secret@git.example.org/fieldstudy.git"
    run(clone, "git", "remote", "set-url", "origin", address)
    done = Template(clone).new(tmp_path / "study")
    assert done.returncode == 0 and "on this machine alone" not in done.stdout
    answers = (tmp_path / "study/.copier-answers.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(answers)["_src_path"] == "https://git.example.org/fieldstudy.git"
    # A commit that the address does not have cannot be fetched from there.
    (clone / "README.md").write_text("changed", encoding="utf-8")
    Template(clone).release("v0.3.0")
    done = Template(clone).new(tmp_path / "other")
    assert "on this machine alone" in done.stdout
    answers = (tmp_path / "other/.copier-answers.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(answers)["_src_path"] == str(clone)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("areas: {first: 1, second: 0}", "'second' has '0' areas, not 1 to 999"),
        ("areas: {first: 1}", "no area is in 'second'"),
        ("areas: {first: 1, second: 1, third: 2}", "'third' is no group; there are first, second"),
        ('areas: "first: 1\\nsecond: 1\\nfirst: 2"', "'first' stands twice"),
        ("groups: {}", "it needs one line at least"),
        ("groups: {a: 'the \"best\" areas'}", "'a' may hold neither \" nor \\"),
        ("framework: own\nthemes: {reach people: Reach}", "'reach people': a-z, digits and _ only"),
        ("framework: six", "'six' is not in ['five_cs', 'own']"),
        ("instruments: [survey]", "'survey' is not in ['audit', 'feedback']"),
        ("area: {first: 1}", "area: is not asked; allowed: title, study_id, groups, areas"),
        ("- first", "holds no answers"),
    ],
)
def test_an_answer_that_cannot_be_is_told_and_nothing_is_written(
    template: Template, tmp_path: Path, answers: str, told: str
) -> None:
    (tmp_path / "answers.yml").write_text(answers)
    done = template.new(tmp_path / "study", "--answers", str(tmp_path / "answers.yml"))
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "study").exists()


def test_words_with_figures_and_marks_are_what_the_paper_may_say(
    template: Template,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "answers.yml").write_text(
        'title: "The region’s 2nd study: “plainly”"\n'
        'groups: {no: "King’s areas & others", off: "areas #1: with two towns"}\n'
        "areas: {no: 1, off: 1}\n"
        'framework: own\nthemes: {yes: "Yes: said three times"}\ninstruments: []\n'
    )
    done = template.new(tmp_path / "study", "--answers", str(tmp_path / "answers.yml"))
    assert done.returncode == 0, done.stderr
    monkeypatch.chdir(tmp_path / "study")
    assert main(["check"]) == 0, capsys.readouterr().err
    # What was not answered is as forbidden as ever.
    Build(Path()).edit("paper/index.qmd", lambda text: text + "\nIn 12 areas.\n")
    assert main(["check"]) == 2
    assert "'12' is typed" in capsys.readouterr().err


def test_no_name_of_an_area_is_asked_or_committed(study: Build) -> None:
    answers = yaml.safe_load((study.folder / ".copier-answers.yml").read_text())
    assert answers["areas"].split() == ["first:", "2", "second:", "1"]
    with (study.folder / "data/placeholder/areas.csv").open(encoding="utf-8") as table:
        assert [row["area"] for row in csv.DictReader(table)] == [
            *("Placemere A", "Placemere B", "Placemere C"),
        ]


def test_a_folder_in_use_is_left_alone(template: Template, tmp_path: Path) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "study/mine.txt").write_text("mine")
    done = template.new(tmp_path / "study")
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert [path.name for path in (tmp_path / "study").iterdir()] == ["mine.txt"]


def test_the_placeholder_of_any_number_of_areas_has_a_name_and_a_code_for_each() -> None:
    places = [Area(number, "one") for number in range(1, 892)]
    assert len({place.person for place in places}) == len({place.code for place in places}) == 891
    files = corpus(["one"] * 43, CODES, [])
    assert sum(name.startswith("transcripts/") for name in files) == 43
    assert "audit.csv" not in files


@pytest.mark.slow
def test_a_clone_sets_itself_up_where_there_is_nothing_and_makes_the_same_paper(
    study: Build, tmp_path: Path
) -> None:
    path = as_cloned(study, tmp_path / "study")
    home = tmp_path / "home"
    home.mkdir()
    # How packages are reached from here is kept; nothing else of this machine is.
    kept = {k: v for k, v in os.environ.items() if re.match("(?i)pip_|ssl_|https?_proxy", k)}
    env = {**kept, "HOME": str(home), "PATH": "/usr/bin:/bin"}
    for command in ("paper", "check"):
        done = subprocess.run(
            ["make", command], cwd=path, env=env, capture_output=True, text=True, check=False
        )
        if re.search("No matching distribution|Max retries|is missing; install it", done.stderr):
            pytest.skip(done.stderr.splitlines()[-1])
        assert done.returncode == 0, done.stdout + done.stderr
    assert "all is well" in done.stdout
    assert (path / ".fieldstudy/.venv/bin/snakemake").is_file()
    tiers = [digests(folder / "results/open") for folder in (study.folder, path)]
    lines, same = compared(*tiers, {})
    assert same, "\n".join(lines)


@pytest.mark.slow
def test_forty_three_areas_and_a_framework_of_their_own_build_as_well(
    template: Template, tmp_path: Path
) -> None:
    groups = {"north": "northern areas", "south": "southern areas", "mid": "areas between"}
    areas = {"north": 15, "south": 14, "mid": 14}
    themes = {"steps": "Steps taken", "people": "People reached"}
    answers = tmp_path / "answers.yml"
    answers.write_text(
        yaml.safe_dump(
            {"title": "A country", "groups": groups, "areas": areas, "framework": "own",
             "themes": themes, "instruments": ["audit"]}
        )
    )  # fmt: skip
    done = template.new(tmp_path / "study", "--answers", str(answers))
    assert done.returncode == 0, done.stderr
    build = Build(tmp_path / "study")
    built = build.run()
    assert built.returncode == 0, built.stdout
    assert "The study has forty-three areas." in page(build)
    build.edit(
        "config/study.yml",
        lambda text: (
            text.replace('"northern areas"', '"uplands"')
            .replace('"southern areas"', '"lowlands"')
            .replace('all: {label: "areas"}', 'all: {label: "districts"}')
        ),
    )
    assert build.run().returncode == 0
    assert " of the forty-three districts." in page(build)
    table = build.folder / "results/open/tables/findings_by_theme_and_stance.csv"
    text = table.read_text(encoding="utf-8")
    assert "uplands" in text and "lowlands" in text and "northern areas" not in text
