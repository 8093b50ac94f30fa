"""Confirm, with the raw data at hand, that a bundle came from them.

The salted hashes that ingest recorded can be made again only by whoever holds both the files and the
salt. Anybody could copy hashes into another bundle, so the files that were released are compared with a
build from the raw data as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldstudy.release.manifest import differences


def told_hashes(bundle: Mapping[str, str], here: Mapping[str, str]) -> tuple[list[str], bool]:
    """Compare the hashes of a bundle with those of the raw files at hand.

    Returns
    -------
    list of str, bool
        What to say, and whether they are the same.

    Examples
    --------
    >>> told_hashes({"interview 1": "aa", "interview 2": "bb"}, {"interview 1": "aa"})
    (['gone     interview 2', '1 of 2 raw files are those that the bundle was made of.'], False)
    """
    changed = differences(bundle, here)
    same = sum(here.get(what) == digest for what, digest in bundle.items())
    said = [f"{how:<8} {what}" for what, how in changed]
    said.append(f"{same} of {len(bundle)} raw files are those that the bundle was made of.")
    return said, bool(bundle) and not changed


def told_files(bundle: Mapping[str, str], built: Mapping[str, str]) -> tuple[list[str], bool]:
    """Compare a bundle's open files with those that were built from the raw data at hand.

    Examples
    --------
    >>> told_files({"a.csv": "11"}, {"a.csv": "11"})
    (['All 1 open files of the bundle are those built here from the raw data.'], True)
    """
    changed = differences(bundle, built)
    if not changed:
        return [
            f"All {len(bundle)} open files of the bundle are those built here from the raw data."
        ], True
    said = [f"{how:<8} {name}" for name, how in changed]
    return [*said, f"{len(changed)} open files are not those built here from the raw data."], False
