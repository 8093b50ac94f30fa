"""Answers to a new study's questions that a stranger wrote are refused in a sentence, and nothing is left."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from making import Template, repository, run

from fieldstudy.__main__ import main

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
NO_TITLE = "'title': needs words, and neither \" nor \\"
UNSEEN = "may hold no < > { } and nothing unseen"
NO_ID = "'study_id': letters a-z, digits and - only"
LINES = "must be one a line, each a name, a colon and words"
ANSWERS = {
    "- a\n": "holds no answers; write one a line, like title: Our region",
    "a: [\n": "is not valid YAML: did not find expected node content",
    BOMB: "is not valid YAML: its aliases ('*name') stand for more than a file may hold",
    "title: !!python/object/apply:os.system ['touch pwned']\n": "title: must be text",
    "title: {a: b}\n": "title: must be text",
    'title: "<script>alert(1)</script>"\n': f"'title': {UNSEEN}",
    'title: "{{< include /etc/passwd >}}"\n': f"'title': {UNSEEN}",
    'title: "a\\x1bb"\n': f"'title': {UNSEEN}",
    'title: "a\\u202eb"\n': f"'title': {UNSEEN}",
    "title: 'a\\b'\n": NO_TITLE,
    'title: "a\\nb"\n': NO_TITLE,
    "title: '\"'\n": NO_TITLE,
    'title: " "\n': NO_TITLE,
    'study_id: "$(touch pwned)"\n': NO_ID,
    'study_id: "../x"\n': NO_ID,
    'study_id: "x\\n"\n': NO_ID,
    'groups: {"a;b": x}\n': "'a;b': a-z, digits and - only",
    'groups: {"../x": x}\n': "'../x': a-z, digits and - only",
    'groups: {first: "<b>", second: b}\n': f"'first' {UNSEEN}",
    'groups: {first: "a\\u202eb", second: b}\n': f"'first' {UNSEEN}",
    'groups: "first: a\\x1b[2J"\n': f"'first' {UNSEEN}",
    "groups: {first: [a], second: b}\n": f"groups: {LINES}",
    "groups: [a]\n": f"groups: {LINES}",
    "areas: [a]\n": f"areas: {LINES}",
    "areas: {}\n": "no area is in 'first'",
    'areas: {first: "1; touch pwned", second: "1"}\n': "'first' has '1; touch pwned' areas, not 1 to",
    'areas: {first: "99999999999", second: "1"}\n': "'first' has '99999999999' areas, not 1 to 999",
    'areas: {"$(touch pwned)": "1"}\n': "'$(touch pwned)' is no group; there are first, second.",
    "framework: [own]\n": "framework: must be text",
    'framework: own\nthemes: {"../x": a}\n': "'../x': a-z, digits and _ only",
    'framework: own\nthemes: {a: "{{< meta x >}}"}\n': f"'a' {UNSEEN}",
    "framework: own\nthemes: {a: {b: c}}\n": f"themes: {LINES}",
    "instruments: audit\n": "instruments: must be a list",
    "instruments: [[audit]]\n": "instruments: must be a list",
    'instruments: ["../../x"]\n': "'../../x' is not in ['audit', 'feedback']",
    "codes: 5\n": "codes: is not asked; allowed: title, study_id",
    '_tasks: ["touch pwned"]\n': "_tasks: is not asked; allowed: title, study_id",
    '_src_path: "/etc"\n': "_src_path: is not asked; allowed: title, study_id",
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return repository(tmp_path_factory.mktemp("source") / "fieldstudy")


@pytest.mark.parametrize("text", ANSWERS)
def test_hostile_answers_are_refused_in_a_sentence_and_nothing_is_left(
    template: Template, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "answers.yml").write_text(text)
    known = ("--answers", str(tmp_path / "answers.yml"), "--source", str(template.folder))
    assert main(["new", str(tmp_path / "study"), "--defaults", *known]) == 2
    said = capsys.readouterr()
    assert ANSWERS[text] in said.err
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err[:-1].isprintable()
    assert [path.name for path in tmp_path.iterdir()] == ["answers.yml"]


def test_what_passes_makes_a_study_that_check_finds_well(
    template: Template, tmp_path: Path
) -> None:
    (tmp_path / "answers.yml").write_text(
        'title: "[[ a*b ]] O\'Brien & co: [% if %] # y; $(touch pwned) `touch pwned`"\n'
        'groups: {a: "yes", b: "some (é): [x] # y; touch pwned"}\n'
        "areas: {a: 1, b: 2}\n"
        'framework: own\nthemes: {no: "Saying it: # [a]"}\ninstruments: []\n'
    )
    done = template.new(tmp_path / "study", "--answers", str(tmp_path / "answers.yml"))
    assert done.returncode == 0, done.stderr
    well = run(
        tmp_path / "study",
        *(sys.executable, "-m", "fieldstudy", "check"),
        package=tmp_path / "study/.fieldstudy/workflow",
    )
    assert well.returncode == 0, well.stderr
    assert not list(tmp_path.rglob("pwned"))
