from fieldstudy.anonymise.kanonymity import Talk, crowds, said
from fieldstudy.anonymise.spans import Span


def person(role_class: str, group: str, area: str) -> dict[str, str]:
    role = {"role": f"{role_class} officer", "role_class": role_class}
    return role | {"organisation": "[Council 1]", "group": group, "area": area}


PEOPLE = [person("police", "vru", "A"), person("police", "vru", "B"), person("council", "vru", "B")]
PEOPLE += [person("police", "non-vru", "C")] * 3


def row(crowd: str, who: str, people=PEOPLE) -> dict[str, str]:
    return next(r for r in crowds(people) if (r["crowd"], r["who"]) == (crowd, who))


def test_crowds_are_counted_smallest_first() -> None:
    rows = [(r["who"], r["people"]) for r in crowds(PEOPLE) if r["crowd"] == "role_class"]
    assert rows == [("council", "1"), ("police", "5")]


def test_one_person_alone_and_two_are_told_as_what_they_are() -> None:
    assert "one person alone" in row("role_class", "council")["note"]
    assert "fewer than 3" in row("role_class × group", "police × vru")["note"]
    assert row("role_class", "police")["note"] == ""


def test_crowd_of_one_area_is_large_and_still_tells_the_area() -> None:
    here = row("role_class × group", "police × non-vru")
    assert (here["people"], here["areas"]) == ("3", "1")
    assert "whoever knows this knows the area" in here["note"]


def test_group_of_two_areas_is_solved_by_subtraction() -> None:
    assert "either can tell the other by subtraction" in row("group", "vru")["note"]


def test_combination_with_a_dropped_column_is_left_out() -> None:
    bare = [{k: v for k, v in p.items() if k != "role"} for p in PEOPLE]
    assert not any("role" in r["crowd"].split(" × ") for r in crowds(bare))


def test_role_said_beside_a_place_counts_who_could_be_meant() -> None:
    text = "The head teacher of Brindlecote rang. It rained on the sergeants."
    school = Span(20, 31, "ORG", "register", 1.0, "s1", replacement="[School 1]")
    head = Span(0, 0, "PERSON", "register", 1.0, "e1")
    talk = [Talk("Area A", "p1", text, [school]), Talk("Area A", "p1", "Ann came.", [head])]
    rows = said(talk, {"e1": "Head teacher", "e2": "sergeant", "e9": "surgeon"})
    assert [(r["crowd"], r["who"], r["people"]) for r in rows] == [
        ("said: role × area", "head teacher × Area A", "1"),
        ("said: role × place or body", "head teacher × [School 1]", "1"),
    ]
