"""Write a synthetic study of any size, for measuring: seeded, streamed to disk, labelled in every file.

``python tests/scale/corpus.py FOLDER --interviews 10000`` writes a folder that the workflow builds as it
builds the shipped study: invented interviews, participants, register, codings of two coders, adjudications
and an audit of as many areas and programmes as a whole country would have. The same seed gives the same
letters; an interview is the same in every study that has as many areas.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
LABEL = "synthetic"
NOTE = "SYNTHETIC corpus for measuring: every person, place, organisation and word is invented."
PARTNERSHIPS = 314  # community safety partnerships, at the full size: data/record/partnerships.csv
FULL = 10_000  # interviews at the full size
SYLLABLES = (
    ("Bra", "Cor", "Dun", "El", "Fen", "Gar", "Har", "Il", "Ker", "Lan", "Mor", "Nor", "Or", "Pel"),
    ("de", "ga", "la", "me", "ni", "ro", "se", "ta", "vi", "wy", "zo", "ba", "ke", "lu"),
    ("brook", "combe", "dale", "field", "gate", "holt", "ley", "mere", "nall", "stow", "thorpe"),
)
FIRST = tuple(
    f"{one}{two}" for one in SYLLABLES[0] for two in ("ric", "wen", "ald", "is", "ora", "in")
)
ROLES = {
    "police": ("sergeant", "inspector", "detective"),
    "commissioner's office": ("commissioner's office staff", "policy officer"),
    "unit, council or health": ("unit staff", "council officer", "public health analyst"),
}
SAID = (
    "We had a long winter, and the work went on with fewer people than before.",
    "It depends on who is in the room, and that changes every month.",
    "Nobody writes it down, so the next one begins again from nothing.",
    "I would say that the young people know more than any of our reports.",
    "They meet in the church hall because the old office was sold.",
    "The money comes in spring and has to be spent before the next spring.",
    "You can see it in the figures, if somebody lets you see the figures.",
    "He came in a Corsa that would not start, and stayed for the whole meeting.",
    "That is the part of the week in which I do what I was hired for.",
)
NAMED = (
    "I spoke to {} about it on the telephone.",
    "It was {} who kept the minutes that year.",
    "Ask {}, who was there from the beginning.",
    "Then it went to {} and came back unsigned.",
)
CODED = (
    "On {topic} we are further than we were, that much is plain to all of us here.",
    "With {topic} it is still talk and little else, if you ask the people who do it.",
    "What I see of {topic} is a start, made by three or four who would not wait.",
)
QUOTED = "Nobody ever said this about {topic}, since all of it was written to be measured."


@dataclass(frozen=True)
class Size:
    """How large the study is."""

    interviews: int
    letters: int
    segments: int
    interventions: int
    seed: str

    @property
    def areas(self) -> int:
        """As many areas to the interviews as at the full size; five at least, as shipped."""
        return min(self.interviews, max(5, round(self.interviews * PARTNERSHIPS / FULL)))

    def draw(self, what: str, number: int) -> random.Random:
        """Give the randomness of one thing, whatever else there is."""
        return random.Random(f"{self.seed} {what} {number}")


@dataclass(frozen=True)
class Coded:
    """One passage: where it stands, its code, and whether coder B has it as well."""

    interview: str
    turn: int
    start: int
    text: str
    code: str
    shared: bool


def place(number: int) -> str:
    """Give an invented name of a place or family, another for each number up to some thousands."""
    words, rest = [], number
    for part in SYLLABLES:
        rest, at = divmod(rest, len(part))
        words.append(part[at])
    return "".join(words) + ("" if not rest else f" {SYLLABLES[0][rest % len(SYLLABLES[0])]}nall")


def person(number: int) -> str:
    """Give an invented name of a person, another for each number."""
    return f"{FIRST[number % len(FIRST)]} {place(number * 7 + 3)}"


def area(size: Size, interview: int) -> int:
    """Give the area of an interview."""
    return (interview - 1) % size.areas


def identifiers(size: Size, interview: int) -> dict[str, str]:
    """Give what is named in an interview, each with its type; the last stands in no register."""
    here = place(area(size, interview))
    speakers = (person(interview * 2), person(interview * 2 + 1))
    return {
        **dict.fromkeys(speakers, "PERSON"),
        f"{here} Borough Council": "ORG",
        here: "LOC",
        f"Maurits {place(interview * 11 + 5)}": "PERSON",
    }


def transcript(
    size: Size, interview: int, codes: list[str], quotes: Iterable[str]
) -> tuple[list[tuple[str, str]], list[Coded]]:
    """Make the turns of one interview (speaker, text) and what is coded in them."""
    draw = size.draw("interview", interview)
    speakers = [person(interview * 2), person(interview * 2 + 1)]
    names = list(identifiers(size, interview))
    todo = [(code, QUOTED, True) for code in quotes]
    while len(todo) < size.segments:
        todo.append((draw.choice(codes), draw.choice(CODED), draw.random() < 0.96))
    turns = [("Imogen Tallowfield", "Could you each say what you do, and how it comes to you?")]
    coded: list[Coded] = []
    each = max(size.letters // max(len(todo), 1), 200)
    for code, form, shared in todo:
        said: list[str] = []
        while sum(map(len, said)) < each - 80:
            said.append(draw.choice(SAID))
            if draw.random() < 0.25:
                said.append(draw.choice(NAMED).format(draw.choice(names)))
        passage = form.format(topic=code.replace("_", " "))
        before = " ".join(said[: len(said) // 2])
        coded.append(Coded(str(interview), len(turns) + 1, len(before) + 1, passage, code, shared))
        text = " ".join([before, passage, *said[len(said) // 2 :]])
        turns.append((speakers[len(turns) % 2], text))
    return turns, coded


def vtt(turns: Iterable[tuple[str, str]]) -> str:
    """Write turns as a meeting's transcript, one cue a turn."""
    lines = ["WEBVTT", "", f"NOTE {NOTE}", ""]
    for number, (speaker, text) in enumerate(turns):
        start, end = number * 30, number * 30 + 28
        lines += [f"{_clock(start)} --> {_clock(end)}", f"<v {speaker}>{text}</v>", ""]
    return "\n".join(lines)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000"


def write(folder: Path, size: Size, batch: int, model: str) -> None:
    """Write the whole study."""
    for part in ("config", "paper", "data/record", "data/published"):
        shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True)
    (folder / "notebooks").mkdir(exist_ok=True)
    shutil.copy(ROOT / "notebooks/audit.ipynb", folder / "notebooks")
    data = folder / "data" / "standin"
    (data / "transcripts").mkdir(parents=True, exist_ok=True)
    (data / "salt.txt").write_text(f"{LABEL} {size.seed}\n", encoding="utf-8")
    codebook = _yaml(ROOT / "config/codebook.yml")
    codes = [entry["code"] for entry in codebook["codes"]]
    quotes = _quotes(folder)
    _config(folder, size, batch, model)
    with (
        _table(data / "coder-a.csv", "interview turn start end text code memo") as coder_a,
        _table(data / "coder-b.csv", "interview turn start end text code memo") as coder_b,
        _table(
            data / "adjudications.csv",
            "interview turn code coder decision stance reason decided_by note",
        ) as adjudications,
    ):
        for interview in range(1, size.interviews + 1):
            turns, coded = transcript(size, interview, codes, quotes.get(str(interview), []))
            path = data / "transcripts" / f"{LABEL}-interview-{interview}.vtt"
            path.write_text(vtt(turns), encoding="utf-8")
            if interview == 1:
                _gold(data / "gold" / f"{LABEL}.csv", turns, identifiers(size, interview))
            for one in coded:
                place_ = (one.interview, one.turn, one.start, one.start + len(one.text), one.text)
                coder_a.row(*place_, one.code, LABEL)
                if one.shared:
                    coder_b.row(*place_, one.code, LABEL)
                else:
                    named = (one.interview, one.turn, one.code, "A", "accept", "")
                    adjudications.row(*named, "the words say it", "both coders", LABEL)
    _people(data, size)
    _places(data, size)


class Table:
    """A CSV file that is written row by row."""

    def __init__(self, path: Path, columns: str) -> None:
        self._out = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._out, lineterminator="\n")
        self.row(*columns.split())

    def row(self, *cells: object) -> None:
        """Write one row."""
        self._writer.writerow(cells)

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()


def _table(path: Path, columns: str) -> Table:
    return Table(path, columns)


def _gold(path: Path, turns: Iterable[tuple[str, str]], named: dict[str, str]) -> None:
    """Annotate every identifier of an interview."""
    path.parent.mkdir(exist_ok=True)
    pattern = re.compile("|".join(map(re.escape, named)))
    with _table(path, "interview turn start end type entity") as gold:
        for number, (_, text) in enumerate(turns, start=1):
            for found in pattern.finditer(text):
                gold.row(1, number, *found.span(), named[found[0]], found[0].lower())


def _people(data: Path, size: Size) -> None:
    """Write the participants, two an interview, and the register."""
    classes = list(ROLES)
    columns = "participant name interview role role_class organisation consent_quote"
    with (
        _table(data / "participants.csv", f"{columns} consent_archive withdrawn note") as people,
        _table(
            data / "register.csv", "entity kind name aliases role generalisation note"
        ) as register,
    ):
        register.row("int", "interviewer", "Imogen Tallowfield", "", "", "", LABEL)
        for number in range(size.areas):
            register.row(f"area-{number}", "area", place(number), "", "", "", LABEL)
            council = f"{place(number)} Borough Council"
            register.row(f"council-{number}", "council", council, "", "", "", LABEL)
        for interview in range(1, size.interviews + 1):
            for number in (interview * 2, interview * 2 + 1):
                draw = size.draw("person", number)
                class_ = classes[number % len(classes)]
                who, role = f"P{number:06d}", draw.choice(ROLES[class_])
                council = f"{place(area(size, interview))} Borough Council"
                told = (who, person(number), interview, role, class_, council)
                people.row(*told, "yes", "yes", "no", LABEL)
                register.row(who.lower(), "participant", person(number), "", role, "", LABEL)


def _places(data: Path, size: Size) -> None:
    """Write the areas, the audit, and small tables of answers and feedback."""
    declared = _yaml(ROOT / "config/tables.yml")["inputs"]
    names = [place(number) for number in range(size.areas)]
    with _table(
        data / "areas.csv", "area code interview group large_town population note"
    ) as areas:
        for number, name in enumerate(names):
            theirs = range(number + 1, size.interviews + 1, size.areas)
            group, large = ("vru", "non-vru")[number % 2], ("yes", "no")[number % 3 == 0]
            told = (name, f"Area {number + 1}", "; ".join(map(str, theirs)))
            areas.row(*told, group, large, 400_000 + number * 1_000, LABEL)
    columns: dict[str, Any] = declared["interventions"]["columns"]
    with _table(data / "interventions.csv", " ".join(columns)) as audit:
        for number in range(1, size.interventions + 1):
            draw = size.draw("intervention", number)
            fixed: dict[str, Callable[[], str]] = {
                "id": lambda n=number: f"I-{n:06d}",
                "area": lambda draw=draw: draw.choice(names),
                "start": lambda draw=draw: f"{draw.randint(2015, 2022)}-04-01",
            }
            audit.row(
                *(
                    fixed[name]() if name in fixed else draw.choice(column.get("allowed", [LABEL]))
                    for name, column in columns.items()
                )
            )
    with _table(data / "decisions.csv", " ".join(declared["decisions"]["columns"])) as decisions:
        decisions.row("", "Corsa", "keep", "", "", "a make of car", LABEL)
        decisions.row("", "colocation", "keep", "", "", "a code's name, which is no name", LABEL)
    with _table(data / "feedback.csv", " ".join(declared["feedback"]["columns"])) as feedback:
        for number, name in enumerate(names, start=1):
            said = ("The summary was read and found fair.", "nothing to change", LABEL)
            feedback.row(f"F-{number}", name, "2022-01-11", "confirmed", "", "", "", *said)


def _quotes(folder: Path) -> dict[str, list[str]]:
    """Put words of this corpus in place of the shipped quotations; give their codes by interview."""
    path = folder / "config/quotes.yml"
    quotes = _yaml(path)["quotes"]
    by_interview: dict[str, list[str]] = {}
    for quote in quotes:
        quote["words"] = QUOTED.format(topic=quote["code"].replace("_", " "))
        by_interview.setdefault(quote["interview"], []).append(quote["code"])
    _write_yaml(path, {"quotes": quotes})
    return by_interview


def _config(folder: Path, size: Size, batch: int, model: str) -> None:
    """Write the shipped config with this study's files, and several interviews an area."""
    path = folder / "config/study.yml"
    config = _yaml(path)
    config["title"] = f"A {LABEL} corpus of {size.interviews} interviews"
    config["interviews"] = {
        str(n): f"transcripts/{LABEL}-interview-{n}.vtt" for n in range(1, size.interviews + 1)
    }
    config["codings"] = [
        {"coder": name, "format": "csv", "file": f"coder-{name.lower()}.csv", "of": "raw"}
        for name in "AB"
    ]
    config |= {"data": "data/standin", "gold": "gold", "batch": str(batch)}
    config["anonymise"]["model"] = model
    _write_yaml(path, config)
    path = folder / "config/tables.yml"
    tables = _yaml(path)
    tables["inputs"]["areas"]["columns"]["interview"]["type"] = "interviews"  # several an area
    _write_yaml(path, tables)


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def _write_yaml(path: Path, value: object) -> None:
    """Write YAML, every value quoted."""
    text = yaml.dump(value, sort_keys=False, allow_unicode=True, default_style='"', width=1000)
    path.write_text(f"# {NOTE}\n{text}", encoding="utf-8")


def options(words: argparse.ArgumentParser) -> None:
    """Add the options that say how large an interview is."""
    words.add_argument("--letters", type=int, default=50_000, help="an interview's letters")
    words.add_argument("--segments", type=int, default=50, help="passages coded an interview")
    words.add_argument("--batch", type=int, default=250, help="interviews to a batch")
    words.add_argument("--model", choices=("spacy", "none"), default="none")
    words.add_argument("--seed", default="1")


def main() -> None:
    """Write the study."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--interviews", type=int, required=True)
    options(words)
    asked = words.parse_args()
    size = Size(asked.interviews, asked.letters, asked.segments, asked.interviews * 2, asked.seed)
    write(asked.folder, size, asked.batch, asked.model)


if __name__ == "__main__":
    main()
