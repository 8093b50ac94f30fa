"""Check a bundle: what was changed in it, what a build of it makes otherwise, and what nobody here can tell.

A drifted environment is told before any difference, since it may be the reason for one: what software
renders is compared within one rendering road and the locked environment alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldstudy.release.bundle import RENDERED, SOURCE

Row = Mapping[str, str]
PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)(?: *; *(?P<marker>[^\\]+))?",
    re.M,
)
CONFIDENTIAL = "confidential"
IGNORED = re.compile(r"(^|/)(\.|__pycache__/|[^/]*\.egg-info/)|^results/|^manifest\.csv$")


@dataclass(frozen=True)
class Checked:
    """What a check of a bundle came to, each a list of files with what is wrong with them."""

    changed: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    uncompared: list[str] = field(default_factory=list)
    same: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was changed, and everything compared came out the same."""
        return not self.changed and not self.otherwise


def pins(lock: str) -> dict[str, str]:
    r"""Read the versions that a lock pins for this machine, by normalised name.

    Examples
    --------
    >>> pins("Typst==0.15.0 \ncolorama==0.4 ; sys_platform == 'never' ")
    {'typst': '0.15.0'}
    """
    from packaging.markers import Marker

    return {
        normal(found["name"]): found["version"]
        for found in PIN.finditer(lock)
        if not found["marker"] or Marker(found["marker"].strip()).evaluate()
    }


def normal(name: str) -> str:
    """Write a package's name as installers compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def drift(pinned: Mapping[str, str], installed: Mapping[str, str]) -> list[str]:
    """Say which packages are not those of the lock.

    Examples
    --------
    >>> drift({"typst": "0.15.0", "numpy": "2.0"}, {"typst": "0.14.0"})
    ['numpy: locked 2.0, not installed', 'typst: locked 0.15.0, installed 0.14.0']
    """
    said = []
    for name, version in sorted(pinned.items()):
        here = installed.get(name)
        if here != version:
            said.append(
                f"{name}: locked {version}, {f'installed {here}' if here else 'not installed'}"
            )
    return said


def installed_packages() -> dict[str, str]:
    """Give the packages that this Python sees, by normalised name."""
    from importlib.metadata import distributions

    found = ((d.metadata["Name"], d.version) for d in distributions())
    return {normal(name): version for name, version in found if name}


def sha256(path: Path) -> str:
    """Give a file's checksum, or nothing if it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def changed(folder: Path, manifest: Iterable[Row]) -> list[str]:
    """Name each file of a bundle that is not as it was released, is gone, or was added.

    Added files that a build or an editor leaves (results, hidden and compiled ones) are not told.
    """
    said, known = [], set()
    for row in manifest:
        known.add(row["file"])
        digest = sha256(folder / row["file"])
        if digest != row["sha256"]:
            said.append(f"{'changed' if digest else 'gone':<8} {row['file']}")
    here = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    added = [name for name in here if name not in known and not IGNORED.search(name)]
    return said + [f"{'new':<8} {name}" for name in sorted(added)]


def compared(folder: Path, manifest: Sequence[Row], rendered: bool) -> Checked:
    """Compare what a build made with what was released.

    Parameters
    ----------
    folder
        The unzipped bundle, built.
    manifest
        Its files, each with its checksum and how it is checked.
    rendered
        Whether what software renders is compared.
    """
    found = Checked(changed=changed(folder, manifest))
    same = 0
    for row in manifest:
        if row["check"] == SOURCE:
            continue
        made = "results/" + row["file"].removeprefix("released/")
        if row["check"] == RENDERED and not rendered:
            found.uncompared.append(made)
            continue
        digest = sha256(folder / made)
        if digest == row["sha256"]:
            same += 1
        else:
            found.otherwise.append(f"{'differs' if digest else 'not made':<8} {made}")
    return Checked(found.changed, found.otherwise, found.uncompared, same)


def unchecked(recomputed: Iterable[Row]) -> list[str]:
    """Name each claim that this tier cannot check, and why."""
    return [f"{row['id']}: {row['reason']}" for row in recomputed if row["verdict"] == CONFIDENTIAL]
