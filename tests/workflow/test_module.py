"""A study with a Snakefile of its own builds by these rules from its own folder."""

import shutil
from pathlib import Path

from building import ROOT, Build

FRONT = """configfile: "config/study.yml"


module fieldstudy:
    snakefile:
        config["workflow"] + "/Snakefile"
    config:
        config


use rule * from fieldstudy
"""


def test_rules_used_as_a_module_are_planned_whole_in_the_folder_of_the_study(
    tmp_path: Path,
) -> None:
    for part in ("config", "data", "paper", "notebooks"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "Snakefile").write_text(FRONT, encoding="utf-8")
    study = tmp_path / "config/study.yml"
    text = study.read_text(encoding="utf-8")
    study.write_text(f'workflow: "{ROOT}"\n{text}', encoding="utf-8")
    plan = Build(tmp_path).run("--dry-run", "--quiet", "rules")
    assert plan.returncode == 0, plan.stderr
    assert "release_manifest" in plan.stdout + plan.stderr
