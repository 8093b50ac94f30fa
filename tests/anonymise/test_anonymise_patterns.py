import pytest

from fieldstudy.anonymise import NoModel, Register, detect
from fieldstudy.anonymise.detect import Passage, Settings, detect_study
from fieldstudy.anonymise.patterns import find
from fieldstudy.anonymise.text import Folded


def kinds(text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.entity) for s in find(Folded(text))]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("07700 900123", "phone"),
        ("+44 7700 900 123", "phone"),
        ("(01632) 960 001", "phone"),
        ("oh seven seven double oh nine", "phone"),
        ("k.tarrow@ormesvale-police.example", "email"),
        ("XA4 7QN", "postcode"),
        ("AB 12 34 56 C", "ni"),
        ("943 476 5919", "nhs"),
        ("ZX69 KPD", "vehicle"),
        ("ON/04412/20", "reference"),
        ("PC 4471", "reference"),
        ("https://fold.example/a?b=1", "url"),
        ("tillerfold.org.uk/news", "url"),
        ("@tillerfold_voice", "handle"),
        ("14 Tanner's Yard", "address"),
        ("14 March 2019", "date"),
        ("3rd of December", "date"),
        ("March 3rd, 2020", "date"),
        ("14/03/2019", "date"),
        ("twenty-first of June 2020", "date"),
    ],
)
def test_what_is_written_by_rule_is_found(written: str, kind: str) -> None:
    assert kinds(f"It was {written}, I think.") == [(written, kind)]


def test_number_after_a_collar_is_found() -> None:
    assert kinds("His collar number was 4471 then.") == [("4471", "reference")]


@pytest.mark.parametrize(
    "text",
    [
        "In March 2019 we had 943 476 cases.",
        "Section 17 of the 1998 Act, 24/7, 9 to 5, 50/50.",
        "We may march first, and in 2019/20 the second may follow.",
        "About 1,200 people and 40 officers came.",
        "943 476 5918 is no NHS number.",
    ],
)
def test_plain_numbers_and_words_stay(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("date", "season"),
    [
        ("14 March 2019", "spring 2019"),
        ("1 June 2020", "summer 2020"),
        ("30/11/2018", "autumn 2018"),
        ("2 December 2019", "winter 2019-20"),
        ("2 January 2000", "winter 1999-00"),
        ("14th of July", "summer"),
    ],
)
def test_exact_date_becomes_its_season(date: str, season: str) -> None:
    assert [span.kind for span in find(Folded(date))] == [season]


@pytest.mark.parametrize(
    "text",
    [
        "The Home Office and the NHS wrote to Parliament.",
        "In London and Glasgow, under the Crime and Disorder Act 1998, it worked.",
        "Public Health England and the Youth Endowment Fund paid, said Ofsted.",
        "The local council and every primary school came to the police station.",
        "The Police and Crime Commissioner met the Chief Constable on Monday.",
    ],
)
def test_national_bodies_stay(text: str) -> None:
    assert detect_study([Passage("", text)], Register.of([]), Settings()).spans == [[]]


@pytest.mark.parametrize(
    "name",
    [
        *("Fenmoor Constabulary", "Fenmoor Police", "Hexley County Council", "Tillerfold Estate"),
        *("Pumphouse Lane", "Wenlow Bank Academy", "Hollin Primary", "Marlhope Park"),
    ],
)
def test_name_with_its_kind_is_found_without_a_register(name: str) -> None:
    text = f"We met at the {name} that day."
    assert [text[s.start : s.end] for s in detect(text, Register.of([]), NoModel())] == [name]
