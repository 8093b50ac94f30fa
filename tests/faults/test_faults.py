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
from typing import Any

import pytest
from building import Build, copy_of_the_study

pytestmark = pytest.mark.slow

PROFILE = ("--workflow-profile", "workflow/profiles/default")
KILLS = 50
BASE = "results/safeguarded/tabulate/base/areas.csv"
STEP = "results/safeguarded/notebooks/audit.html"  # takes a while, and nothing rests on it
STEPS = 6  # that end at most before a build is killed: fifty kills cost three builds or so


def environment(folder: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    code = str(folder / "workflow")
    return {**os.environ, "PATH": path, "PYTHONPATH": code, "PYTHONDONTWRITEBYTECODE": "1"}


def command(build: Build, *words: str) -> dict[str, Any]:
    """Give what `make paper` runs, as an argument of subprocess."""
    args = [sys.executable, "-m", "fieldstudy", "build", "--cores", "2", *PROFILE, *words]
    return {"args": args, "cwd": build.folder, "env": environment(build.folder)}


def run(build: Build, *words: str) -> tuple[int, str]:
    """Build as `make paper` does; give its exit code and all that it said."""
    done = subprocess.run(**command(build, *words), capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    return done.returncode, said


def make(build: Build, *words: str) -> str:
    """Build; it must succeed. Give all that it said."""
    code, said = run(build, *words)
    assert code == 0, said
    return said


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


def open_to_others(path: Path) -> bool:
    return path.stat().st_mode & 0o077 != 0


def holds(path: Path) -> bool:
    """Whether a path is a file with something in it; Snakemake's own marks are empty."""
    return path.is_file() and path.stat().st_size > 0


def nothing_can_be_read_by_others(build: Build) -> None:
    """Refuse a controlled tier that is not closed, and files in it that are not, but empty ones."""
    tier = build.folder / "results/controlled"
    assert not open_to_others(tier)
    assert not [path for path in tier.rglob("*") if holds(path) and open_to_others(path)]


def nothing_lies_about(build: Build) -> None:
    """Refuse half-written files, and controlled files that others could read."""
    left = [
        p
        for p in (build.folder / "results").rglob("*")
        if p.name.startswith(".") and "part" in p.name
    ]
    assert left == []
    assert not [p for p in (build.folder / "results/controlled").rglob("*") if open_to_others(p)]


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


def started(build: Build, *words: str) -> subprocess.Popen[str]:
    """Start a build in a group of its own, that hears Ctrl-C even where these tests do not."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(
        **command(build, *words),
        **quiet,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def locked(build: Build, since: float) -> bool:
    """Whether a build that began then has locked its folder, as it does before its first step."""
    for lock in (build.folder / ".snakemake/locks").glob("*"):
        try:
            if lock.stat().st_mtime >= since:
                return True
        except OSError:
            continue
    return False


def under_way(build: Build, running: subprocess.Popen[str], since: float = 0) -> None:
    """Wait until a build has locked its folder, or has ended."""
    while not locked(build, since) and running.poll() is None:
        time.sleep(0.02)


def build_again(build: Build) -> subprocess.Popen[str]:
    """Start a build that has one long step left, and wait until it is at work."""
    (build.folder / STEP).unlink()
    running = started(build)
    under_way(build, running)
    return running


def kill(running: subprocess.Popen[str]) -> None:
    """Kill a build with all that it began, as a machine that loses its power does."""
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


def ended(build: Build, since: float) -> int:
    """Count the steps that ended since a build began."""
    timed = (build.folder / "results/logs").glob("*.benchmark.tsv")
    return sum(path.stat().st_mtime >= since for path in timed)


def lose_a_step(build: Build, chance: random.Random) -> None:
    """Remove a result, so that something is left to build."""
    made = [p for p in sorted((build.folder / "results/safeguarded").rglob("*.csv")) if p.is_file()]
    chance.choice(made).unlink()


def test_killed_at_fifty_random_moments_it_ends_as_if_nothing_had_happened(
    once: tuple[Build, dict[str, str]], tmp_path: Path
) -> None:
    build = copy_of_the_study(tmp_path)
    chance = random.Random(50)
    killed = building = told = 0
    while killed < KILLS:
        begun = time.time()
        running = started(build)
        steps = chance.randrange(-1, STEPS + 1)
        if steps >= 0:  # else while it puts the folder in order and plans
            under_way(build, running, begun)
        while ended(build, begun) < steps and running.poll() is None:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 1.5))
        if running.poll() is None:
            building += locked(build, begun)
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        else:  # built to its end
            assert running.returncode == 0
            lose_a_step(build, chance)
        said = running.communicate()[1]
        assert "Traceback" not in said
        told += "was ended before its end" in said
        nothing_can_be_read_by_others(build)
    assert building > KILLS // 2
    assert told > KILLS // 4
    make(build)
    nothing_lies_about(build)
    assert outputs(build) == once[1]


def test_a_killed_build_is_told_and_needs_no_unlocking(
    again: tuple[Build, dict[str, str]],
) -> None:
    build, expected = again
    kill(build_again(build))
    said = make(build)
    assert "The last build here was ended before its end" in said
    assert outputs(build) == expected


def test_what_outlives_a_killed_build_is_waited_for(again: tuple[Build, dict[str, str]]) -> None:
    """The system that runs out of memory kills one process, not the steps that it began."""
    build, expected = again
    running = build_again(build)
    time.sleep(1)
    until = time.monotonic() + 60
    while not (steps := steps_of(running.pid)) and time.monotonic() < until:
        time.sleep(0.02)
    assert steps
    for process in (running.pid, *with_name("snakemake", running.pid)):
        os.kill(process, signal.SIGKILL)
    code, said = run(build)
    if code:  # unless the step was quicker
        assert code == 2
        assert "a build is running in this folder (process " in said
    while steps_of(running.pid):
        time.sleep(0.1)
    running.communicate()
    make(build)
    nothing_lies_about(build)
    assert outputs(build) == expected


def with_name(word: str, group: int) -> list[int]:
    """Give the processes of a group whose command names something."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if os.getpgid(int(entry.name)) == group and word.encode() in words[:4]:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def steps_of(group: int) -> list[int]:
    """Give the steps that run in a group."""
    return [one for one in with_name("fieldstudy", group) if one != group]


def test_ctrl_c_ends_it_and_the_next_build_goes_on(again: tuple[Build, dict[str, str]]) -> None:
    build, expected = again
    running = build_again(build)
    time.sleep(1)
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate(timeout=120)[1]
    assert running.returncode == 130
    assert said.strip().endswith(
        "Stopped. What was whole is kept, nothing half-written is; build again to go on."
    )
    assert "Traceback" not in said
    make(build)
    nothing_lies_about(build)
    assert outputs(build) == expected


def test_two_builds_at_once_are_told_apart(again: tuple[Build, dict[str, str]]) -> None:
    build, expected = again
    first = build_again(build)
    code, said = run(build)
    assert code == 2
    assert "a build is running in this folder (process " in said
    assert "); wait until it ends or stop it" in said
    first.communicate(timeout=600)
    assert first.returncode == 0
    assert outputs(build) == expected


def test_plain_snakemake_goes_on_after_a_kill_as_the_readme_says(
    again: tuple[Build, dict[str, str]],
) -> None:
    build, expected = again
    kill(build_again(build))
    assert build.run().returncode != 0
    words = [sys.executable, "-m", "fieldstudy", "release", "tidy"]
    subprocess.run(words, cwd=build.folder, env=environment(build.folder), check=True)
    done = build.run("--rerun-incomplete")
    assert done.returncode == 0, done.stderr
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


def test_a_result_that_was_removed_is_made_again(again: tuple[Build, dict[str, str]]) -> None:
    build, expected = again
    name = "results/controlled/release/scan.txt"  # no target, and what rests on it is there
    (build.folder / name).unlink()
    assert f"{name}: is gone, one of 1; what the study needs of them is built again." in make(build)
    assert outputs(build) == expected


def mounted(*words: str) -> None:
    """Mount something, or skip the test where that is not allowed."""
    if (
        os.geteuid()
        or subprocess.run(["mount", *words], capture_output=True, check=False).returncode
    ):
        pytest.skip("nothing can be mounted here")


def test_results_that_cannot_be_written_are_told(again: tuple[Build, dict[str, str]]) -> None:
    build, expected = again
    results = str(build.folder / "results")
    build.edit("data/standin/interventions.csv", lambda text: text.replace(",Ormesvale,", ",X,", 1))
    mounted("--bind", results, results)
    try:
        mounted("-o", "remount,ro,bind", results)
        code, said = run(build)
    finally:
        subprocess.run(["umount", results], check=True)
    assert code == 2
    assert "the disk cannot be written to; make it writable, and build again" in said
    build.edit("data/standin/interventions.csv", lambda text: text.replace(",X,", ",Ormesvale,", 1))
    make(build)
    nothing_lies_about(build)
    assert outputs(build) == expected


@pytest.mark.parametrize("spare", [40, 400, 2500])
def test_a_disk_that_fills_up_is_told(
    once: tuple[Build, dict[str, str]], tmp_path: Path, spare: int
) -> None:
    """So many KB are left when the build begins: for nothing, for some steps, for half of them."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted("-t", "tmpfs", "-o", "size=1g", "tmpfs", str(disk))
    try:
        build = copy_of_the_study(disk / "study")
        used = shutil.disk_usage(disk).used // 1024
        mounted("-o", f"remount,size={used + spare}k", str(disk))
        code, said = run(build)
        assert code in {1, 2}
        assert "no space is left on the disk; free some" in said
        nothing_lies_about(build)
        mounted("-o", "remount,size=1g", str(disk))
        make(build)
        nothing_lies_about(build)
        assert outputs(build) == once[1]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def full(size: int) -> None:
    """Let no file grow beyond so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_file_that_may_not_grow_is_told_and_nothing_half_written_stays(
    again: tuple[Build, dict[str, str]],
) -> None:
    build, expected = again
    target = build.folder / "results/controlled/ingest/interventions.csv"
    before = target.read_bytes()
    assert len(before) > 1024
    words = ["ingest", "tables", "interventions", "--config", "config/study.yml"]
    done = subprocess.run(
        [sys.executable, "-m", "fieldstudy", *words, "--out-dir", str(target.parent)],
        cwd=build.folder,
        env=environment(build.folder),
        preexec_fn=lambda: full(1024),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "raise the limit, and build again; nothing half-written is kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == before
    nothing_lies_about(build)
    make(build)
    assert outputs(build) == expected
