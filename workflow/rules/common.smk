# What all rules share: where things are, and which package files a stage's rules depend on.
import os
import sys
from pathlib import Path

import yaml

# The workflow's own files lie where this file lies, a study's in the folder that it is built in: so the
# same rules serve this repository and every study that uses them as a module.
PACKAGE = Path(workflow.current_basedir.get_path_or_uri(secret_free=False)).parent
# The DAG always runs the code that lies beside it, whatever is installed.
os.environ["PYTHONPATH"] = str(PACKAGE)
FRONT, LOCK = (
    os.path.relpath(PACKAGE.parent / name)
    for name in ("Snakefile", "requirements.lock")
)
sys.path.insert(0, str(PACKAGE))
from fieldstudy.naming import refuse, refused, unknown
from fieldstudy.study import batches

# Names and paths of config become file names and words of commands: none is used before all are checked.
refuse(refused(config))


envvars:
    "PYTHONPATH",


# A build begins with raw data, or with what a bundle gives in the folder `released`: config says which,
# or the command line (`snakemake --config start_from=open`), and the package is told by its environment.
START = config["start_from"]
os.environ["FIELDSTUDY_START_FROM"] = START
FROM_BUNDLE = START in ("safeguarded", "open")
GIVEN = "released"


envvars:
    "FIELDSTUDY_START_FROM",


wildcard_constraints:
    tier="open|safeguarded",


CONTROLLED = "results/controlled"
SAFEGUARDED = "results/safeguarded"
OPEN = "results/open"
LOGS = "results/logs"
INGEST = f"{CONTROLLED}/ingest"
SAFE = f"{SAFEGUARDED}/anonymise"
KEPT = f"{CONTROLLED}/anonymise"
# A locked key is an age file (https://age-encryption.org), and says so by its name.
KEY = f"{KEPT}/key.csv"
if config["anonymise"].get("key", "plain") != "plain":
    KEY += ".age"

STUDY = "config/study.yml"
TABLES = "config/tables.yml"
CODEBOOK = "config/codebook.yml"


def config_of(path):
    """Read a file of config/, every value as text."""
    return yaml.load(Path(path).read_text(encoding="utf-8"), yaml.BaseLoader)


DECLARED = config_of(TABLES)
DATA = Path(config["data"])
# Interviews come in batches, one job each; see `batch` in config/study.yml.
BATCHES = batches(config["interviews"], str(config.get("batch", "")))
GOLD = sorted((DATA / config["gold"]).glob("*.csv")) if config["gold"] else []
OWN_TABLES = ("areas", "participants", "register", "decisions", "adjudications")
INSTRUMENTS = [name for name in config["tables"] if name not in OWN_TABLES]
RECORD = sorted(path.stem for path in Path(config["record"]).glob("*.csv"))
INPUTS = DECLARED["inputs"]
OUTPUTS = DECLARED["outputs"]
# What anonymise gives beside transcripts and codings.
ANONYMISED = [
    *("adjudications", "areas", "interviews", "participants"),
    *("kanonymity", "recall", "summary"),
    *INSTRUMENTS,
]
DISCLOSURE = config_of("config/disclosure.yml")
OPEN_BASE = DISCLOSURE["open_base"]
PEOPLE = DISCLOSURE["people"]
# Tables of uncertainty, where config asks for them.
APPENDIX = [
    *(("shares", "comparisons") if DECLARED.get("comparisons") else ()),
    *(("rates",) if DECLARED.get("rates") else ()),
]
BASE = [
    *(
        "areas",
        "interviews",
        "participants",
        "findings",
        "voices",
        "corpus",
        "agreement",
    ),
    *("disagreements", "recall", "masking", "codes"),
    *APPENDIX,
    *INSTRUMENTS,
    *RECORD,
]
refuse(unknown({"open_base": OPEN_BASE, "people": PEOPLE}, BASE))


def sources(stage):
    """Name the package files that a stage imports, so that editing one reruns its rules."""
    package = PACKAGE / "fieldstudy"
    shared = [
        package / name for name in ("errors.py", "io.py", "study.py", "untrusted.py")
    ]
    own = [path for path in package.joinpath(stage).rglob("*") if path.is_file()]
    if stage in ("claim", "write"):
        shared.append(package / "behind.py")
    if stage == "release":
        # The scan looks for the anonymiser's forms of names.
        shared += [
            package / "anonymise" / f"{name}.py"
            for name in ("register", "text", "words")
        ]
        shared += package.joinpath("anonymise", "data").glob("*.txt")
        shared.append(package / "confidential.py")
    if stage == "ingest":
        shared += [package / "confidential.py", package / "shape.py"]
        own += PACKAGE.joinpath("schemas").glob("*.json")
    return [
        os.path.relpath(path)
        for path in sorted([*shared, *own])
        if "__pycache__" not in path.parts
    ]


def workflow_files():
    """Name the workflow's own files that a bundle takes, so that an edit makes it anew."""
    root = PACKAGE.parent
    files = [root / name for name in ("Makefile", "Snakefile", "requirements.lock")]
    files += [path for path in PACKAGE.rglob("*") if path.is_file()]
    return sorted(
        os.path.relpath(path) for path in files if "__pycache__" not in path.parts
    )


def made_open(wildcards):
    """Name the rule of every open file, as FILE=RULE, read from the workflow itself."""
    above = os.path.dirname(OPEN)
    return [
        f"{os.path.relpath(path, above)}={rule.name}"
        for rule in workflow.rules
        for path in rule.output
        if path.startswith(f"{OPEN}/")
    ]


def study_files():
    """Name the study's own files that a bundle takes."""
    folders = ("config", "paper", "notebooks", config["record"], "data/published")
    return sorted(
        str(path)
        for folder in folders
        for path in Path(folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )


def raw(names):
    """Give the paths of the study's raw tables."""
    return [DATA / config["tables"][name] for name in names]


def has_text(table):
    """Whether a table has a column that is masked as the transcripts are."""
    return any(
        column["action"] == "text" for column in INPUTS[table]["columns"].values()
    )


def cross_tables(tier=None):
    """Name the cross-tables that config declares for a tier, or all of them."""
    return [table["id"] for table in OUTPUTS if tier in (None, table.get("tier"))]


def of_output(wildcards, output):
    """Give the folder that a rule writes into."""
    return os.path.dirname(output[0])


def of_input(name):
    """Give the folder of the inputs of one name."""
    return lambda wildcards, input: os.path.dirname(getattr(input, name)[0])


def folder(path):
    """Give a folder that a rule reads from, though it may need no file there."""
    return lambda wildcards: path


def cells(wildcards):
    """Give the option by which the first batch takes the text cells of the tables, too."""
    return "--cells" if wildcards.batch == next(iter(BATCHES)) else ""


# What disclose passes into the open tier; from an open bundle, what the bundle gives and claims make again.
OPEN_TABLES = [
    *expand(f"{OPEN}/tables/base/{{table}}.csv", table=OPEN_BASE),
    *expand(
        f"{OPEN}/tables/{{table}}.{{form}}",
        table=cross_tables("open"),
        form=["csv", "long.csv"],
    ),
]
OPENED = [
    *OPEN_TABLES,
    f"{OPEN}/findings/findings.yml",
    *expand(
        f"{OPEN}/verify/{{table}}.csv", table=["verdicts", "evidence", "disclosure"]
    ),
]
