"""Accepting verdicts shows what differs from those accepted before."""

from pathlib import Path

import pytest

from fieldstudy.claim.cli import main

HEAD = "id,basis,published,regenerated,verdict,reason\n"


def freeze(folder: Path, verdicts: str, capsys: pytest.CaptureFixture[str]) -> str:
    (folder / "verdicts.csv").write_text(HEAD + verdicts)
    words = ["--verdicts", str(folder / "verdicts.csv"), "--baseline", str(folder / "baseline.csv")]
    assert main(["freeze", *words]) == 0
    return capsys.readouterr().out


def test_a_changed_verdict_is_shown_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert freeze(tmp_path, "areas,study,,,holds,\n", capsys) == "areas: new, holds\n"
    assert freeze(tmp_path, "areas,study,,,differs,\n", capsys) == "areas: holds -> differs\n"
    assert (tmp_path / "baseline.csv").read_text() == "id,verdict\nareas,differs\n"


def test_what_this_tier_cannot_tell_keeps_the_verdict_accepted_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    freeze(tmp_path, "areas,study,,,holds,\n", capsys)
    assert freeze(tmp_path, "areas,study,,,confidential,\n", capsys).startswith("Nothing differs")
    assert "areas,holds" in (tmp_path / "baseline.csv").read_text()
