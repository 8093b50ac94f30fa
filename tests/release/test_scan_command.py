"""What the leak scan's command tells its author: where, of which list, and what to do; never the secret."""

from pathlib import Path

import pytest

from fieldstudy.__main__ import main

SECRET = "Zoë Quillfeather"


def test_the_command_says_where_and_never_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "register.csv").write_text("kind,name,aliases\nperson,Zoë Quillfeather,\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.md").write_text(f"x\n{SECRET}\n")
    words = ["release", "scan", str(tmp_path / "out"), "--register", str(tmp_path / "register.csv")]
    words += ["--participants", str(tmp_path / "none.csv"), "--decisions", "none", "--key", "none"]
    assert main(words) == 2
    told = capsys.readouterr().err
    assert "a.md: line 2: must not leave: person (register.csv row 2); mask it and" in told
    assert "if it may be said, list it as allowed in config/scan.yml" in told
    assert "Quill" not in told
    (tmp_path / "out/a.md").write_text("x\n")
    assert main(words) == 0
    assert main(["release", "scan", str(tmp_path / "out"), "--register", "nowhere.csv"]) == 2
    assert main(["release", "scan", str(tmp_path / "nowhere")]) == 2


def test_an_author_is_told_how_a_word_is_kept_that_is_no_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "register.csv").write_text("kind,name,aliases\n")
    (tmp_path / "decisions.csv").write_text("text,decision,kind\nCarlowby,add,town\n")
    (tmp_path / "key.csv").write_text("name\nimg src\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.html").write_text("img-src 'self'\n\nCarlowby\n")
    lists = ("register", "decisions", "key")
    words = [part for one in lists for part in (f"--{one}", f"{tmp_path}/{one}.csv")]
    assert main(["release", "scan", f"{tmp_path}/out", *words, "--participants", "none"]) == 2
    told = capsys.readouterr().err.splitlines()
    row = "if that row of results/controlled/anonymise/key.csv is no name"
    assert (
        f"(key.csv row 2); mask it and build again; {row}, keep it by a row in decisions.csv"
        in told[0]
    )
    assert (
        "(decisions.csv row 2); mask it and build again; if it is no name, let that row say keep"
        in told[1]
    )
    assert not any("img" in line for line in told)
