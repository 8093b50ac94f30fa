"""The shipped study built by a SLURM cluster has the open files of a build on this machine, byte for byte."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import ROOT, Build, copy_of_the_study

SCRIPT = Path(__file__).with_name("slurm.sh")
PROFILE = (
    *("--workflow-profile", str(ROOT / "workflow/profiles/slurm")),
    # A cluster without accounting, which answers at once.
    *("--slurm-no-account", "--slurm-status-command", "squeue"),
    *("--slurm-init-seconds-before-status-checks", "2", "--seconds-between-status-checks", "2"),
)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Path]:
    """Start a cluster of one node; skip where it cannot start, and say why."""
    folder = tmp_path / "cluster"
    started = subprocess.run([SCRIPT, "start", folder], capture_output=True, text=True, check=False)
    if started.returncode:
        pytest.skip(started.stderr.strip())
    yield folder
    subprocess.run([SCRIPT, "stop", folder], check=True)


def opened(build: Build) -> dict[str, bytes]:
    """Give every open file."""
    folder = build.folder / "results/open"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_a_cluster_makes_the_same_open_files(cluster: Path, tmp_path: Path) -> None:
    here = copy_of_the_study(tmp_path / "here")
    there = copy_of_the_study(tmp_path / "there")
    built = there.run(*PROFILE)
    assert built.returncode == 0, built.stderr
    assert "has been submitted with SLURM jobid" in built.stderr
    assert here.run().returncode == 0
    one, other = opened(here), opened(there)
    assert len(one) > 100
    assert {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)} == set()


@pytest.mark.slow
def test_nothing_is_left_of_the_cluster(cluster: Path) -> None:
    again = subprocess.run(
        [SCRIPT, "start", cluster / "second"], capture_output=True, text=True, check=False
    )
    assert again.returncode == 3
    assert "is there already" in again.stderr
    subprocess.run([SCRIPT, "stop", cluster / "second"], check=True)
    assert Path("/etc/slurm/slurm.conf").exists()  # the first one's, which it leaves alone
    subprocess.run([SCRIPT, "stop", cluster], check=True)
    assert not Path("/etc/slurm/slurm.conf").exists()
    for name in ("munged", "slurmctld", "slurmd"):
        assert subprocess.run(["pgrep", "-x", name], check=False).returncode == 1, name
