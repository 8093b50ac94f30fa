import pandas as pd
import pytest

from fieldstudy.errors import StudyError
from fieldstudy.tabulate.base import (
    corpus,
    keyed,
    of_coding,
    of_disagreements,
    of_instrument,
    of_people_and_places,
    of_record,
)

AREAS = pd.DataFrame(
    {"area": ["Area B", "Area A"], "group": ["vru", "non-vru"], "large_town": ["yes", "no"]}
)
CODES = pd.DataFrame({"code": ["budgets"], "theme": ["collaboration"], "valence": ["hinders"]})
AUDIT = {
    "id": {"type": "id", "action": "keep"},
    "area": {"type": "area", "action": "code"},
    "level": {"type": "category", "action": "keep"},
}


def frame(*rows):
    return pd.DataFrame(list(rows))


def test_programme_is_named_by_its_id_and_has_its_areas_group():
    audit = frame(
        {"id": "I-010", "area": "Area A", "level": "primary"},
        {"id": "I-2", "area": "Area B", "level": "tertiary"},
    )
    made = of_instrument("interventions", audit, AREAS, AUDIT)
    assert made["row"].tolist() == ["interventions:I-2", "interventions:I-010"]
    assert made["group"].tolist() == ["vru", "non-vru"]


def test_participant_has_neither_interview_nor_area():
    people = frame(
        {
            "participant": "Participant 10",
            "interview": "1",
            "role": "officer",
            "role_class": "police",
        }
        | {"group": "vru", "consent_quote": "yes", "area": "Area B"},
        {
            "participant": "Participant 2",
            "interview": "1",
            "role": "analyst",
            "role_class": "police",
        }
        | {"group": "vru", "consent_quote": "no", "area": "Area B"},
    )
    interviews = frame({"interview": "1", "area": "Area B", "group": "vru", "large_town": "yes"})
    made = of_people_and_places(people, AREAS, interviews)
    assert list(made["participants"]) == ["row", "participant", "role", "role_class", "group"]
    assert made["participants"]["row"].tolist()[0] == "participants:Participant 2"
    assert made["areas"]["area"].tolist() == ["Area A", "Area B"]


def test_finding_has_valence_and_no_interview_or_town():
    cell = {"group": "vru", "theme": "collaboration", "code": "budgets", "stance": "affirms"}
    cell |= {"passages": "2", "mixed": "no"}
    made = of_coding(frame({"area": "Area B"} | cell), frame({"interview": "1"} | cell), CODES)
    assert made["findings"]["row"].tolist() == ["findings:Area B:budgets"]
    assert made["findings"]["valence"].tolist() == ["hinders"]
    assert not {"interview", "large_town"} & set(made["findings"])
    assert made["voices"]["row"].tolist() == ["voices:1:budgets"]


def test_disagreements_keep_theme_and_decision_and_nothing_that_was_said():
    rows = [
        {"id": f"x{n}", "interview": "1", "code": "budgets", "text": "said", "decision": decision}
        for n, decision in enumerate(["reject", "accept"])
    ]
    made = of_disagreements(frame(*rows), CODES)
    assert list(made) == ["row", "theme", "code", "decision"]
    assert made["row"].tolist() == ["disagreements:budgets:1", "disagreements:budgets:2"]
    assert made["decision"].tolist() == ["accept", "reject"]


def test_public_figure_is_named_by_code_and_by_vintage_where_codes_repeat():
    people = frame(
        {"area": "Derbyshire", "code": "E23000018", "vintage": "mid-2019", "people": "1"},
        {"area": "Derbyshire", "code": "E23000018", "vintage": "mid-2020", "people": "2"},
    )
    rows = of_record("population", people)["row"].tolist()
    assert rows == ["population:mid-2019:E23000018", "population:mid-2020:E23000018"]
    assert of_record("units", people[:1])["row"].tolist() == ["units:E23000018"]
    vintages = frame({"vintage": "May 2011", "partnerships": "332"})
    assert of_record("partnerships", vintages)["row"].tolist() == ["partnerships:May 2011"]


def test_rows_that_cannot_be_told_apart_are_refused():
    with pytest.raises(StudyError, match="'statute:duty'"):
        of_record("statute", frame({"provision": "duty"}, {"provision": "duty"}))
    with pytest.raises(StudyError, match="recall: type: must tell rows apart"):
        keyed("recall", frame({"type": "ORG"}, {"type": "ORG"}), ["type"])


def test_interviewers_talk_is_counted_apart_and_unarchived_text_has_no_words():
    turns = frame(
        {"interview": "2", "speaker": "[Interviewer]", "text": "Who works together?"},
        {"interview": "2", "speaker": "[Participant 1]", "text": "Everybody, mostly."},
        {"interview": "2", "speaker": "[Participant 2]", "text": "[not archived]"},
    )
    [row] = corpus(turns).to_dict("records")
    assert row == {
        **{"row": "corpus:2", "interview": "2", "turns": "2", "words": "2", "participants": "2"},
        **{"interviewer_turns": "1", "interviewer_words": "3"},
    }
