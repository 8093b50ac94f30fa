"""The manifest lists every open file and tells any change of one byte."""

from pathlib import Path

from fieldstudy.release.manifest import differences, entries


def test_every_file_but_the_release_itself_is_listed_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", "release/manifest.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [name for name, _, _ in entries(tmp_path, "release/")] == ["a/c.txt", "b.txt"]


def test_one_changed_byte_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    before = {name: digest for name, _, digest in entries(tmp_path, "release/")}
    (tmp_path / "a.txt").write_text("onf")
    after = {name: digest for name, _, digest in entries(tmp_path, "release/")}
    assert differences(before, after) == [("a.txt", "changed")]
