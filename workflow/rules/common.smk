# What all rules share: where things are, and which package files a stage's rules depend on.
import os
from pathlib import Path

import yaml

PACKAGE = Path(workflow.basedir) / "workflow"
# The DAG always runs the code that lies beside it, whatever is installed.
os.environ["PYTHONPATH"] = str(PACKAGE)

CONTROLLED = "results/controlled"
SAFEGUARDED = "results/safeguarded"
OPEN = "results/open"
LOGS = "results/logs"

STUDY = "config/study.yml"
TABLES = "config/tables.yml"
CODEBOOK = "config/codebook.yml"

DATA = Path(config["data"])
OWN_TABLES = ("areas", "participants", "register", "decisions", "adjudications")
INSTRUMENTS = [name for name in config["tables"] if name not in OWN_TABLES]
RECORD = sorted(path.stem for path in Path(config["record"]).glob("*.csv"))
OUTPUTS = yaml.load(Path(TABLES).read_text(encoding="utf-8"), yaml.BaseLoader)["outputs"]
OPEN_BASE = yaml.load(Path("config/disclosure.yml").read_text(encoding="utf-8"), yaml.BaseLoader)[
    "open_base"
]
BASE = [
    *("areas", "interviews", "participants", "findings", "voices", "corpus", "agreement"),
    *("disagreements", "recall", "masking", "codes"),
    *INSTRUMENTS,
    *RECORD,
]


def sources(stage):
    """Name the package files that a stage imports, so that editing one reruns its rules."""
    package = PACKAGE / "fieldstudy"
    shared = [package / name for name in ("errors.py", "io.py", "study.py")]
    own = [path for path in package.joinpath(stage).rglob("*") if path.is_file()]
    return [
        os.path.relpath(path)
        for path in sorted([*shared, *own])
        if "__pycache__" not in path.parts
    ]


def raw(names):
    """Give the paths of the study's raw tables."""
    return [DATA / config["tables"][name] for name in names]


def cross_tables(tier=None):
    """Name the cross-tables that config declares for a tier, or all of them."""
    return [table["id"] for table in OUTPUTS if tier in (None, table["tier"])]
