"""The Quarto road: ``quarto render`` in a copy of the assembled project, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from fieldstudy.errors import Problem, StudyError
from fieldstudy.write.pandoc import EPOCH, pictures_beside

FORMS = ("index.html", "paper.pdf", "paper.docx", "paper.xml")
WARNING = re.compile(r"^.*\b(?:WARN(?:ING)?|ERROR)\b.*$", re.M)
# Quarto warns when the program that would check its PDF again is not installed; Typst checks it.
HARMLESS = re.compile(r"verapdf is not installed")
ADVICE = 'try `quarto check`, or set render: "pandoc" in config/study.yml, which needs no Quarto'


def render(source: Path) -> dict[str, bytes]:
    """Render an assembled project into every format.

    Raises
    ------
    StudyError
        If Quarto fails, warns or leaves a format out; the last line says what to do.
    """
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "source"
        shutil.copytree(source, project)
        run = subprocess.run(
            ["quarto", "render"],
            cwd=project,
            capture_output=True,
            text=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH), "NO_COLOR": "1"},
            check=False,
        )
        said = [
            line for line in WARNING.findall(run.stdout + run.stderr) if not HARMLESS.search(line)
        ]
        missing = [name for name in FORMS if not (project / "_output" / name).is_file()]
        if run.returncode or said or missing:
            last = (run.stderr or run.stdout).strip().splitlines()[-12:]
            lines = said or (last if run.returncode else [f"made no {', '.join(missing)}"])
            raise StudyError([Problem("quarto render", line) for line in [*lines, ADVICE]])
        made = {name: (project / "_output" / name).read_bytes() for name in FORMS}
    made["paper.xml"] = pictures_beside(made["paper.xml"].decode()).encode()
    return made
