from fieldstudy.anonymise import Entry
from fieldstudy.anonymise.replace import SHAPE, number
from fieldstudy.anonymise.roles import shared


def sergeants(*areas: str, role: str = "Sergeant") -> tuple[list[Entry], dict[str, set[str]]]:
    entries = [Entry(f"e{n}", "person", f"Ann {n}", role=role) for n in range(len(areas))]
    return entries, {f"e{n}": {area} for n, area in enumerate(areas)}


def test_role_is_printed_where_enough_share_it() -> None:
    entries, _ = sergeants("A", "B", "C")
    assert shared(entries, 3) == dict.fromkeys(("e0", "e1", "e2"), "sergeant")
    assert shared(entries, 4) == {}


def test_role_is_not_printed_where_the_area_would_name_its_holder() -> None:
    entries, areas = sergeants("A", "A", "A", "B")
    assert set(shared(entries, 3, areas)) == {"e0", "e1", "e2"}


def test_whoever_is_met_in_two_areas_needs_a_crowd_in_both() -> None:
    entries, areas = sergeants("A", "A", "A", "B")
    areas["e0"] |= {"B"}
    assert "e0" not in shared(entries, 3, areas)


def test_role_that_names_a_place_or_perhaps_a_person_is_not_printed() -> None:
    place = Entry("vale", "area", "Ormesvale")
    entries, _ = sergeants("A", "A", "A", role="sergeant of ormesvale")
    assert shared([*entries, place], 1) == {}
    entries, _ = sergeants("A", "A", "A", role="aide to Kyle")
    assert shared(entries, 1) == {}


def test_replacement_with_a_role_is_known_as_one_again() -> None:
    entries, _ = sergeants("A", "B", "C")
    made = number(entries, [], b"salt", shared(entries, 3))
    assert sorted(made.values()) == [f"[Colleague {n}, sergeant]" for n in (1, 2, 3)]
    assert all(SHAPE.fullmatch(words) for words in made.values())
    assert not SHAPE.fullmatch("[Colleague 2, Gwen Sallis]")
