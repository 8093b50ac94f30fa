"""Whatever the batches of the interviews and their order, the study is anonymised to the same letters."""

import re
from pathlib import Path

import pytest

from fieldstudy.anonymise import cli
from fieldstudy.ingest import cli as ingest
from fieldstudy.study import Study, batches

ROOT = Path(__file__).parents[2]
WRITTEN = (
    *("safeguarded/turns.csv", "controlled/spans.csv", "controlled/key.csv"),
    *("controlled/review.csv", "controlled/unmatched.csv", "safeguarded/codings.csv"),
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("tables")
    config = ["--config", str(ROOT / "config/study.yml")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        ingest.main(["tables", *config, "--out-dir", str(folder)])
    return [str(path) for path in sorted(folder.glob("*.csv"))]


def anonymised(folder: Path, tables: list[str], edit: dict[str, str]) -> dict[str, bytes]:
    """Anonymise the shipped study with an edited config; give what is written."""
    text = (ROOT / "config/study.yml").read_text(encoding="utf-8")
    for pattern, new in edit.items():
        text, times = re.subn(pattern, new, text)
        assert times == 1, pattern
    config = folder / "config"
    config.mkdir(parents=True)
    for path in (ROOT / "config").glob("*.yml"):
        (config / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (config / "study.yml").write_text(text, encoding="utf-8")
    kept, safe = folder / "controlled", folder / "safeguarded"
    common = ["--config", str(config / "study.yml")]
    declared = [*common, "--declared", str(config / "tables.yml"), "--tables", *tables]
    size = re.search(r'batch: "(\d+)"', text)[1]
    divided = batches(Study.read(config / "study.yml").interviews, size)
    turns = {batch: str(kept / f"turns/{batch}.csv") for batch in divided}
    finds = {batch: str(kept / f"finds/{batch}.json") for batch in divided}
    parts = {batch: str(kept / f"batches/{batch}") for batch in divided}
    numbers = ["--numbers", str(kept / "numbers.json")]
    cells = {batch: ["--cells"] * (batch == "1") for batch in divided}
    for batch, names in divided.items():
        ingest.main(["transcripts", *common, "--interviews", *names, "--out", turns[batch]])
        found = ["--turns", turns[batch], "--finds", finds[batch], *cells[batch]]
        cli.main(["find", *declared, *found])
    cli.main(["number", *declared, "--finds", *finds.values(), *numbers])
    for batch in divided:
        given = ["--turns", turns[batch], "--finds", finds[batch], *numbers, *cells[batch]]
        made = ["--into", parts[batch], "--diff", str(kept / f"diff/{batch}.html")]
        cli.main(["mask", *declared, *given, *made])
    out = ["--out", str(safe / "turns.csv"), "--spans", str(kept / "spans.csv")]
    out += ["--key", str(kept / "key.csv"), "--review", str(kept / "review.csv")]
    out += ["--unmatched", str(kept / "unmatched.csv")]
    cli.main(["join", *common, *numbers, "--batches", *parts.values(), *out])
    coded = str(kept / "codings.csv")
    ingest.main(["codings", *common, "--turns", *turns.values(), "--out", coded])
    moved = ["--turns", str(safe / "turns.csv"), "--spans", str(kept / "spans.csv")]
    moved += ["--out", str(safe / "codings.csv"), "--again", str(kept / "again.csv")]
    cli.main(["codings", "--codings", coded, *moved])
    return {name: (folder / name).read_bytes() for name in WRITTEN}


@pytest.mark.parametrize("model", ["none", pytest.param("spacy", marks=pytest.mark.slow)])
def test_batches_change_no_letter(
    tmp_path: Path, tables: list[str], model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    net = {r'model: "\w+"': f'model: "{model}"'}
    made = {
        size: anonymised(tmp_path / size, tables, net | {r'batch: "\d+"': f'batch: "{size}"'})
        for size in ("50", "2", "1")
    }
    assert len(made["50"]["safeguarded/turns.csv"]) > 100_000
    for name in WRITTEN:
        assert made["1"][name] == made["2"][name] == made["50"][name], name


def test_the_order_of_interviews_in_config_changes_no_letter(
    tmp_path: Path, tables: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    edit = {r'model: "\w+"': 'model: "none"', r'batch: "\d+"': 'batch: "2"'}
    swapped = {r'( +"1": .*\n)(.*\n.*\n.*\n)( +"5": .*\n)': r"\3\2\1"}
    one = anonymised(tmp_path / "one", tables, edit)
    assert anonymised(tmp_path / "two", tables, edit | swapped) == one
