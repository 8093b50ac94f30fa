"""Config: study.yml, codebook.yml and tables.yml."""

from __future__ import annotations

from typing import Any


def test_a_code_twice_and_an_unknown_theme(small: Any) -> None:
    small.swap("config/codebook.yml", '"late_guidance"', '"needs_assessment"')
    small.swap("config/codebook.yml", 'theme: "duty"', 'theme: "duties"')
    assert small.problems("check") == [
        "config/codebook.yml: codes: entry 2: code: 'needs_assessment' stands twice; "
        "allowed: each code once",
        "config/codebook.yml: codes: entry 2: theme: 'duties' is not a theme; "
        "allowed: strategy, duty",
    ]


def test_what_a_code_needs(small: Any) -> None:
    small.swap("config/codebook.yml", 'valence: "hinders"', 'valence: "bad"')
    small.swap("config/codebook.yml", 'statement: "Guidance came late."', 'statement: ""')
    small.swap("config/codebook.yml", '    definition: "A written assessment."\n', "")
    assert small.problems("check") == [
        "config/codebook.yml:11: codes: entry 2: valence: 'bad' is not allowed; "
        "allowed: helps, hinders, neither",
        "config/codebook.yml:3: codes: entry 1: lacks 'definition'",
        "config/codebook.yml:9: codes: entry 2: statement: is empty, but a value is needed",
    ]


def test_a_name_that_stands_twice_is_told(small: Any) -> None:
    small.swap("config/study.yml", '  "2": "tr', '  "1": "tr')
    assert small.problems("transcripts") == [
        "config/study.yml:11: is not valid YAML: '1' is named twice in one place; name it once"
    ]


def test_settings_of_study_and_tables(small: Any) -> None:
    small.swap("config/study.yml", '"raw"\nrender', '"rwa"\nrender')
    small.swap("config/study.yml", "a.qdpx", "../../a.qdpx")
    small.swap("config/tables.yml", "type: yesno", "type: yes/no")
    small.swap("config/tables.yml", "{type: text, action: drop}", "{type: text, actoin: drop}")
    types = (
        "id, text, words, category, yesno, date, integer, area, interview, interviews, participant, "
        "code, coder"
    )
    where = "config/tables.yml"
    assert small.problems("check") == [
        "config/study.yml:17: codings: entry 1: file: 'codings/../../a.qdpx' is not a path in the "
        "folder of the data; allowed: a relative path without '..', braces and line ends, that "
        "begins with no hyphen",
        "config/study.yml:5: start_from: 'rwa' is not allowed; allowed: raw, safeguarded, open",
        f"{where}:12: inputs: participants: columns: consent_quote: type: 'yes/no' is not allowed; "
        f"allowed: {types}",
        f"{where}:17: inputs: interventions: columns: name: 'actoin' is not a setting here; "
        "allowed: type, action, allowed, empty, unique",
        f"{where}:17: inputs: interventions: columns: name: lacks 'action'",
    ]


def test_tables_and_groups_must_fit_study(small: Any) -> None:
    small.swap("config/study.yml", "  interventions:", "  audit:")
    small.swap("config/study.yml", 'value: "vru"', 'value: "vrus"')
    assert small.problems("check") == [
        "config/study.yml: groups: vru: 'vrus' is no value of group; allowed: vru, non-vru",
        "config/study.yml: tables: audit: is not declared in config/tables.yml; "
        "allowed: areas, participants, interventions",
        "config/tables.yml: inputs: interventions: has no file; "
        "name one under 'tables' in config/study.yml",
    ]


def test_a_table_cannot_be_named_as_a_result_is(small: Any) -> None:
    whole = (small.root / "config" / "study.yml").read_text()
    for name in ("turns", "../x"):
        small.write("config/study.yml", whole.replace("  interventions:", f'  "{name}":'))
        assert small.problems("check")[0] == (
            f"config/study.yml:12: tables: '{name}' is not a table's name; allowed: a small letter, "
            "then small letters, digits and underscores, but not turns, codings, hashes"
        )


def test_a_category_needs_its_allowed_values(small: Any) -> None:
    small.swap("config/tables.yml", ', allowed: ["vru", "non-vru"]', "")
    assert small.problems("check") == [
        "config/tables.yml:6: inputs: areas: columns: group: lacks 'allowed'"
    ]


def test_a_file_that_is_no_yaml(small: Any) -> None:
    small.write("config/codebook.yml", "themes: {a: b\n")
    (problem,) = small.problems("check")
    assert problem.startswith("config/codebook.yml:2: is not valid YAML: ")


def test_an_empty_mapping_in_place_of_a_list(small: Any) -> None:
    small.write("config/codebook.yml", "themes: {a: A}\ncodes: {}\n")
    assert small.problems("check") == ["config/codebook.yml:2: codes: must be a list"]
