"""Whatever happens to a build, the next one ends as an undisturbed one, and it is said what happened."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from building import Build, copy_of_the_study

pytestmark = pytest.mark.slow

PROFILE = ("--workflow-profile", "workflow/profiles/default")
KILLS = 50
BASE = "results/safeguarded/tabulate/base/areas.csv"


def environment(folder: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    code = str(folder / "workflow")
    return {**os.environ, "PATH": path, "PYTHONPATH": code, "PYTHONDONTWRITEBYTECODE": "1"}


def tidy(build: Build) -> subprocess.CompletedProcess[str]:
    """Run what `make` runs before each build."""
    words = [sys.executable, "-m", "fieldstudy", "release", "tidy"]
    given = {"cwd": build.folder, "env": environment(build.folder)}
    return subprocess.run(words, capture_output=True, text=True, check=False, **given)


def make(build: Build, *words: str) -> str:
    """Build as `make paper` does; it must succeed. Give all that it said."""
    said = tidy(build)
    done = build.run(*PROFILE, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return said.stderr + done.stdout + done.stderr


def outputs(build: Build) -> dict[str, str]:
    """Give the checksum of every result but logs, and what a build keeps for itself."""
    left = build.folder / "results"
    return {
        path.relative_to(left).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(left.rglob("*"))
        if path.is_file()
        and path.name != ".snakemake_timestamp"
        and "logs" not in path.parts
        and path != left / "controlled/release/built.csv"
    }


def nothing_lies_about(build: Build) -> None:
    """Refuse half-written files, and controlled files that others could read."""
    left = [
        p
        for p in (build.folder / "results").rglob("*")
        if p.name.startswith(".") and "part" in p.name
    ]
    assert left == []
    for path in (build.folder / "results/controlled").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, dict[str, str]]:
    """A study that was built undisturbed, and what it made."""
    build = copy_of_the_study(tmp_path_factory.mktemp("undisturbed"))
    make(build)
    nothing_lies_about(build)
    return build, outputs(build)


@pytest.fixture
def again(once: tuple[Build, dict[str, str]], tmp_path: Path) -> tuple[Build, dict[str, str]]:
    """A copy of it to disturb."""
    shutil.copytree(once[0].folder, tmp_path / "study", symlinks=True)
    return Build(tmp_path / "study"), once[1]


def started(build: Build, *words: str) -> subprocess.Popen[bytes]:
    """Start a build in a group of its own."""
    return subprocess.Popen(
        ["snakemake", "--cores", "2", *PROFILE, *words],
        cwd=build.folder,
        env=environment(build.folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_killed_at_fifty_random_moments_it_ends_as_if_nothing_had_happened(
    once: tuple[Build, dict[str, str]], tmp_path: Path
) -> None:
    build = copy_of_the_study(tmp_path)
    chance = random.Random(50)
    killed = 0
    for number in range(KILLS):
        said = tidy(build)
        assert "Traceback" not in said.stderr
        running = started(build)
        time.sleep(chance.uniform(0.5, 9))
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        elif number < KILLS - 1:  # built to its end: lose a step, to have something to kill again
            steps = sorted((build.folder / "results/safeguarded/tabulate").rglob("*.csv"))
            chance.choice(steps).unlink()
        running.wait()
        for path in (build.folder / "results/controlled").rglob("*"):
            if path.is_file():
                assert path.stat().st_mode & 0o077 == 0, path
    assert killed > KILLS // 2
    make(build)
    nothing_lies_about(build)
    assert outputs(build) == once[1]


def test_a_killed_build_is_told_and_needs_no_unlocking(
    again: tuple[Build, dict[str, str]],
) -> None:
    build, expected = again
    (build.folder / BASE).unlink()
    running = started(build)
    until = time.monotonic() + 60
    while not any((build.folder / ".snakemake/locks").glob("*")) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert "was ended before its end" in make(build)
    assert outputs(build) == expected


def test_ctrl_c_ends_it_and_the_next_build_goes_on(again: tuple[Build, dict[str, str]]) -> None:
    build, expected = again
    (build.folder / BASE).unlink()
    running = started(build)
    time.sleep(4)
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(60) != 0
    make(build)
    nothing_lies_about(build)
    assert outputs(build) == expected


def test_two_builds_at_once_are_told_apart(again: tuple[Build, dict[str, str]]) -> None:
    build, expected = again
    (build.folder / BASE).unlink()
    first = started(build)
    until = time.monotonic() + 60
    while not any((build.folder / ".snakemake/locks").glob("*")) and time.monotonic() < until:
        time.sleep(0.05)
    second = tidy(build)
    assert second.returncode == 2
    assert f"a build is running in this folder (process {first.pid}); wait until" in second.stderr
    assert first.wait(600) == 0
    assert outputs(build) == expected


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (BASE, lambda text: text.replace("Area A", "Area Q")),  # by hand, and it looks newer
        ("results/safeguarded/anonymise/turns.csv", lambda text: text[: len(text) // 2]),
        ("results/open/findings/findings.yml", lambda text: text.replace("five", "six")),
        ("results/open/paper/index.html", lambda text: text + "<p>more</p>"),
    ],
)
def test_a_result_that_was_edited_or_damaged_is_made_again(
    again: tuple[Build, dict[str, str]], name: str, change: object
) -> None:
    build, expected = again
    build.edit(name, change)  # type: ignore[arg-type]
    assert f"{name}: is not what was built; it is built again." in make(build)
    assert outputs(build) == expected


def test_a_clock_that_was_set_back_hides_no_edit(again: tuple[Build, dict[str, str]]) -> None:
    build, expected = again
    build.edit(
        "data/standin/interventions.csv", lambda text: text.replace(",Ormesvale,", ",Dunmarsh,", 1)
    )
    os.utime(build.folder / "data/standin/interventions.csv", (946684800, 946684800))
    assert "changed, but looks older than before" in make(build)
    changed = {name for name, digest in outputs(build).items() if expected.get(name) != digest}
    assert "safeguarded/tabulate/base/interventions.csv" in changed
    build.edit(
        "data/standin/interventions.csv", lambda text: text.replace(",Dunmarsh,", ",Ormesvale,", 1)
    )
    os.utime(build.folder / "data/standin/interventions.csv", (946684800, 946684800))
    make(build)
    assert outputs(build) == expected


def test_a_folder_that_cannot_be_written_is_told(again: tuple[Build, dict[str, str]]) -> None:
    build, expected = again
    folder = build.folder / "results/safeguarded/tabulate/base"
    (folder / "areas.csv").unlink()
    # A folder of the name that is written first stops even the administrator.
    (folder / ".areas.csv.part").mkdir()
    done = build.run(*PROFILE)
    assert done.returncode != 0
    told = done.stdout + done.stderr
    assert "Traceback" not in told
    make(build)
    assert outputs(build) == expected


def full(size: int) -> None:
    """Let no file grow beyond so many bytes, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_is_told_in_a_sentence_and_nothing_half_written_stays(
    again: tuple[Build, dict[str, str]],
) -> None:
    build, expected = again
    target = build.folder / "results/controlled/ingest/turns.csv"
    before = target.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "fieldstudy", "ingest", "transcripts"],
        cwd=build.folder,
        env=environment(build.folder),
        preexec_fn=lambda: full(4096),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "and build again; nothing half-written is kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == before
    nothing_lies_about(build)
    make(build)
    assert outputs(build) == expected


@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator can mount a small disk")
def test_a_small_disk_that_fills_up_is_told(
    once: tuple[Build, dict[str, str]], tmp_path: Path
) -> None:
    disk = tmp_path / "results"
    build = copy_of_the_study(tmp_path)
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(disk)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        done = build.run(*PROFILE)
        logs = "".join(p.read_text() for p in disk.rglob("*.log"))
        assert done.returncode != 0
        assert "Traceback" not in logs
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    make(build)
    assert outputs(build) == once[1]
