"""The Quarto road: ``quarto render`` in a copy of the assembled project, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from fieldstudy.errors import Problem, StudyError
from fieldstudy.write.pandoc import EPOCH, settle_jats

MADE = {
    "index.html": "index.html",
    "index.pdf": "paper.pdf",
    "index.docx": "paper.docx",
    "index.xml": "paper.xml",
}
WARNING = re.compile(r"^.*\b(?:WARN(?:ING)?|ERROR)\b.*$", re.M)


def render(source: Path) -> dict[str, bytes]:
    """Render an assembled project into every format.

    Raises
    ------
    StudyError
        If Quarto fails, warns or leaves a format out.
    """
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "source"
        shutil.copytree(source, project)
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)}
        run = subprocess.run(
            ["quarto", "render"],
            cwd=project,
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        said = WARNING.findall(run.stdout + run.stderr)
        if run.returncode or said:
            last = (run.stderr or run.stdout).strip().splitlines()[-12:]
            raise StudyError([Problem("quarto render", line) for line in said or last])
        missing = [name for name in MADE if not (project / "_output" / name).is_file()]
        if missing:
            raise StudyError.of("quarto render", f"made no {', '.join(missing)}")
        made = {new: (project / "_output" / old).read_bytes() for old, new in MADE.items()}
    made["paper.xml"] = settle_jats(made["paper.xml"].decode()).encode()
    return made
