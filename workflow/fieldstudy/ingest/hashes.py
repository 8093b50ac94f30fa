"""Hash every raw file with the study's salt, so that a hash does not give its file away."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from fieldstudy.errors import Problems, StudyError
from fieldstudy.io import read_text
from fieldstudy.study import Study

HASH_COLUMNS = ("file", "bytes", "sha256")
ROLE_COLUMNS = ("what", "sha256")
SALT_BYTES = 32


def files_of(study: Study) -> list[Path]:
    """Give every file that the study reads from its folder of data, sorted."""
    gold = sorted(study.gold.glob("*.csv")) if study.gold else []
    codings = [entry.file for entry in study.codings]
    files = {*study.interviews.values(), *study.tables.values(), *codings, *gold}
    return sorted(files, key=lambda path: path.as_posix())


def read_salt(study: Study) -> str:
    """Read the salt; beside raw data it is made once if it is missing.

    Raises
    ------
    StudyError
        If a stand-in lacks its salt: it is committed, so that all get the same hashes.
    """
    path = study.salt
    if not path.exists():
        if study.synthetic:
            raise StudyError.of(
                str(path), "is missing; the salt of a stand-in is committed with it: put it back"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(os.urandom(SALT_BYTES).hex() + "\n")
    salt = read_text(path).strip()
    if not study.synthetic and len(salt) < 2 * SALT_BYTES:
        raise StudyError.of(
            str(path), f"is too short; delete it, and {2 * SALT_BYTES} random digits are made anew"
        )
    return salt


def salted_sha256(salt: str, content: bytes) -> str:
    """Hash the salt's text (UTF-8, without its line end) followed by a file's content.

    Examples
    --------
    >>> salted_sha256("s", b"words")[:16]
    '1dcb2415a0dc30e1'
    """
    return hashlib.sha256(salt.encode("utf-8") + content).hexdigest()


def hash_files(study: Study) -> list[tuple[str, int, str]]:
    """Hash every file of the study: path in the folder of the data, size in bytes, hash.

    Raises
    ------
    StudyError
        With every file that is missing.
    """
    salt = read_salt(study)
    found = Problems()
    rows = []
    for path in files_of(study):
        if not path.is_file():
            found.add(str(path), "is missing; put the file there or correct the path in config/")
            continue
        content = path.read_bytes()
        name = path.relative_to(study.data).as_posix()
        rows.append((name, len(content), salted_sha256(salt, content)))
    found.stop_if_any()
    return rows


def by_role(study: Study, rows: list[tuple[str, int, str]]) -> list[tuple[str, str]]:
    """Give hashes by what a file is to the study, without its name or size, which may tell whose it is.

    Returns
    -------
    list of tuple
        As ``ROLE_COLUMNS``: ``interview 1``, ``codings A``, ``table areas``, ``gold 1``; and the hash.
    """
    gold = sorted(study.gold.glob("*.csv")) if study.gold else []
    roles = [
        *((f"interview {name}", path) for name, path in study.interviews.items()),
        *((f"codings {entry.coder}", entry.file) for entry in study.codings),
        *((f"table {name}", path) for name, path in study.tables.items()),
        *((f"gold {number}", path) for number, path in enumerate(gold, start=1)),
    ]
    hashed = {name: sha256 for name, _, sha256 in rows}
    return [(what, hashed[path.relative_to(study.data).as_posix()]) for what, path in roles]
