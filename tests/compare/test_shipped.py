"""The crosswalk that ships joins the two studies that ship, and names nothing that they have not."""

import csv
from pathlib import Path

import yaml
from building import ROOT

from fieldstudy.compare.crosswalk import read_crosswalk
from fieldstudy.compare.reading import Opened

WATER = ROOT / "examples/water-safety"


def as_configured(folder: Path) -> Opened:
    """Give a study as its config and data say that its open tier will be, its areas all silent."""

    def config(name: str) -> dict[str, object]:
        text = (folder / "config" / f"{name}.yml").read_text(encoding="utf-8")
        read: dict[str, object] = yaml.load(text, yaml.BaseLoader)
        return read

    study, claims = config("study"), config("claims")
    codes = {row["code"]: row["statement"] for row in config("codebook")["codes"]}  # type: ignore[attr-defined]
    tables = {}
    for name in config("disclosure")["open_base"]:  # type: ignore[attr-defined]
        path = folder / str(study["data"]) / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as text:
                tables[name] = list(csv.DictReader(text))
    basis = {row["id"]: row.get("basis", "study") for row in claims["claims"]}  # type: ignore[attr-defined]
    return Opened(
        id=str(study["id"]),
        title=str(study["title"]),
        version=str(study["version"]),
        synthetic=True,
        stances={code: {"Area A": "silent"} for code in codes},
        statements=codes,
        verdicts={name: {"id": name, "basis": of} for name, of in basis.items()},
        tables=tables,
    )


def test_every_name_in_the_shipped_crosswalk_is_one_of_its_studies() -> None:
    studies = [as_configured(ROOT), as_configured(WATER)]
    crosswalk = read_crosswalk(ROOT / "examples/crosswalk.yml", studies)
    assert len(crosswalk.topics) > 5
    assert {name for topic in crosswalk.topics for name in topic.studies} == {
        "east-midlands",
        "water-safety",
    }
    assert crosswalk.shares and crosswalk.context
