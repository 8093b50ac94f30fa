"""What is promised of every register and every text, tried on names and forms made at random."""

import random
import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldstudy.anonymise import Entry, keys
from fieldstudy.anonymise.corpus import Anonymised, Source, anonymise
from fieldstudy.anonymise.detect import Settings
from fieldstudy.anonymise.text import key

FIRST = ("Delroy", "Marguerite", "Abena", "Tobias", "Nasreen", "Fátima")
LAST = ("Pemberthy", "Oakshade", "Fordlow", "Quenby", "Balakhan", "Sallis-Howe", "O'Dranny")
TOWNS = ("Ashdenbridge", "Thrapsley", "Kelderham")
SAID = (
    "I rang {} about the cuts.",
    "We saw {} at the shops, and it was quiet.",
    "So {} and then the night shift, nothing else.",
    "They told us that {} had the figures.",
    "{} said no.",
    "It was, you know, {}, who paid for it.",
)
FORMS = (
    str,
    str.lower,
    str.upper,
    lambda name: name.replace("'", "’"),
    lambda name: name.replace("-", " "),
    lambda name: name.replace(" ", "\u00a0"),
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: f"{name[:3]}\u200b{name[3:]}",
    lambda name: f"{name}'s",
    lambda name: f"{name}’s",
    lambda name: name.split()[-1],
    lambda name: name.split()[0],
    lambda name: ", ".join(reversed(name.split())),
    lambda name: f"{name[0]}. {name.split()[-1]}",
    lambda name: name[:-2] + name[-1] + name[-2],
    lambda name: name[:-3] + name[-2:],
    lambda name: name[:-3] + name[-3] * 2 + name[-2:],
)
PERSON = {"participant": "P01", "name": "Imogen Tallowfield", "interview": "1", "role": "police"}
PERSON |= {"role_class": "police", "withdrawn": "no"}


@st.composite
def studies(draw) -> tuple[Source, list[str]]:
    """Give a study in which registered names are said in many forms, and these forms."""
    people = draw(
        st.lists(
            st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)),
            min_size=1,
            max_size=3,
            unique_by=lambda one: one[1],
        )
    )
    names = [" ".join(one) for one in people]
    entries = [Entry(f"e{n}", "person", name) for n, name in enumerate(names)]
    towns = draw(st.lists(st.sampled_from(TOWNS), max_size=2, unique=True))
    entries += [Entry(town.lower(), "town", town) for town in towns]
    said, forms = [], []
    for _ in range(draw(st.integers(1, 4))):
        forms.append(draw(st.sampled_from(FORMS))(draw(st.sampled_from([*names, *towns]))))
        said.append(draw(st.sampled_from(SAID)).format(forms[-1]))
    turns = [
        {"interview": "1", "turn": str(n), "speaker": "Imogen Tallowfield", "start": "", "text": t}
        for n, t in enumerate(said, start=1)
    ]
    return Source(turns, entries, [PERSON], [], []), [*names, *towns, *forms]


def run(source: Source) -> Anonymised:
    return anonymise(source, Settings(), b"salt")


@given(studies())
@settings(max_examples=60, deadline=None)
def test_no_registered_name_survives_in_any_form(drawn: tuple[Source, list[str]]) -> None:
    source, names = drawn
    left = " ".join(key(re.sub(r"\[[^\]]*\]", "", turn["text"])) for turn in run(source).turns)
    for name in names:
        for word in key(name).split():
            if len(word) > 2:
                assert word not in left.split()


@given(studies())
@settings(max_examples=30, deadline=None)
def test_key_gives_every_study_back(drawn: tuple[Source, list[str]]) -> None:
    source, _ = drawn
    made = run(source)
    assert keys.reverse(made.turns, keys.read(keys.written(made.key))) == source.turns


@given(studies(), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_order_changes_no_letter(drawn: tuple[Source, list[str]], seed: int) -> None:
    source, _ = drawn
    mixed = random.Random(seed).sample(list(source.turns), len(source.turns))
    entries = random.Random(seed).sample(list(source.register), len(source.register))
    again = run(Source(mixed, entries, [PERSON], [], []))
    assert again.key == run(source).key
    assert sorted(map(str, again.turns)) == sorted(map(str, run(source).turns))


@given(studies())
@settings(max_examples=30, deadline=None)
def test_anonymised_text_is_left_as_it_is(drawn: tuple[Source, list[str]]) -> None:
    source, _ = drawn
    once = [turn | {"speaker": "Imogen Tallowfield"} for turn in run(source).turns]
    again = run(Source(once, source.register, [PERSON], [], []))
    assert [turn["text"] for turn in again.turns] == [turn["text"] for turn in once]


@given(studies())
@settings(max_examples=30, deadline=None)
def test_no_two_share_a_replacement(drawn: tuple[Source, list[str]]) -> None:
    source, _ = drawn
    printed = [row["replacement"] for row in run(source).key if not row["field"]]
    assert len(printed) == len(set(printed))
