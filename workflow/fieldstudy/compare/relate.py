"""Set studies side by side: who asked what, what their areas said, and whether they agree.

A study counts by its own areas. Nothing is added up across studies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fieldstudy.compare.crosswalk import Crosswalk, Same
from fieldstudy.compare.reading import Opened

TURNED = {"affirms": "denies", "denies": "affirms", "silent": "silent"}
RELATIONS = ("agree", "differ", "one study spoke", "nobody spoke", "one study asked", "not asked")
COLUMNS = (
    *("part", "id", "says", "relation", "study", "stance", "affirms", "denies", "silent"),
    *("count", "of", "value", "verdict"),
)
Row = dict[str, str]


@dataclass(frozen=True)
class Told:
    """What the areas of one study said of a topic."""

    affirms: int
    denies: int
    silent: int

    @property
    def stance(self) -> str:
        """Give what most of the areas that spoke said.

        Examples
        --------
        >>> [Told(*counts).stance for counts in ((3, 1, 1), (0, 2, 0), (1, 1, 5), (0, 0, 4))]
        ['affirmed', 'denied', 'divided', 'silent']
        """
        if not self.affirms + self.denies:
            return "silent"
        if self.affirms == self.denies:
            return "divided"
        return "affirmed" if self.affirms > self.denies else "denied"


@dataclass(frozen=True)
class Topic:
    """A topic with what each study that asked said of it."""

    same: Same
    told: dict[str, Told]

    @property
    def relation(self) -> str:
        """Say whether the studies agree."""
        return relation([told.stance for told in self.told.values()])


def relation(stances: Sequence[str]) -> str:
    """Say how the stances of the studies that asked stand to one another.

    Examples
    --------
    >>> relation(["affirmed", "silent", "affirmed"]), relation(["affirmed", "divided"])
    ('agree', 'differ')
    >>> relation(["denied"]), relation([]), relation(["silent", "affirmed"]), relation(["silent"] * 2)
    ('one study asked', 'not asked', 'one study spoke', 'nobody spoke')
    """
    if len(stances) < 2:
        return "one study asked" if stances else "not asked"
    spoke = [stance for stance in stances if stance != "silent"]
    if len(spoke) < 2:
        return "one study spoke" if spoke else "nobody spoke"
    return "agree" if len(set(spoke)) == 1 and spoke[0] != "divided" else "differ"


def topics(studies: Sequence[Opened], crosswalk: Crosswalk) -> list[Topic]:
    """Count, for each topic and each study that asked it, the areas that affirm, deny or are silent."""
    known = {study.id: study for study in studies}
    made = []
    for same in crosswalk.topics:
        told = {}
        for name in sorted(same.studies):
            entry = same.studies[name]
            said = known[name].stances[entry["code"]].values()
            turned = entry.get("reversed") == "yes"
            counts = Counter(TURNED[stance] if turned else stance for stance in said)
            told[name] = Told(counts["affirms"], counts["denies"], counts["silent"])
        made.append(Topic(same, told))
    return made


def shares(
    studies: Sequence[Opened], crosswalk: Crosswalk
) -> list[tuple[Same, dict[str, tuple[int, int]]]]:
    """Count, for each share and study, the rows of its audit that have the values, and all its rows."""
    known = {study.id: study for study in studies}
    made = []
    for same in crosswalk.shares:
        counted = {}
        for name in sorted(same.studies):
            entry = same.studies[name]
            rows = known[name].tables[entry["table"]]
            part = sum(row[entry["column"]] in entry["values"] for row in rows)
            counted[name] = (part, len(rows))
        made.append((same, counted))
    return made


def rows(studies: Sequence[Opened], crosswalk: Crosswalk) -> list[Row]:
    """Give the whole comparison as rows, one for each thing and study."""
    made: list[Row] = []
    for study in studies:
        count = {"count": str(len(study.areas)), "of": str(len(study.statements))}
        says = "areas, and statements of the codebook"
        made.append({"part": "coverage", "id": "areas", "says": says, "study": study.id, **count})
    for topic in topics(studies, crosswalk):
        head = {"part": "topic", "id": topic.same.id, "says": topic.same.says}
        for study in studies:
            row = {**head, "relation": topic.relation, "study": study.id, "stance": "not asked"}
            if told := topic.told.get(study.id):
                counts = {
                    name: str(getattr(told, name)) for name in ("affirms", "denies", "silent")
                }
                row |= {"stance": told.stance, **counts}
            made.append(row)
    for same, counted in shares(studies, crosswalk):
        head = {"part": "share", "id": same.id, "says": same.says}
        for name, (part, whole) in counted.items():
            made.append({**head, "study": name, "count": str(part), "of": str(whole)})
    known = {study.id: study for study in studies}
    for same in crosswalk.context:
        head = {"part": "context", "id": same.id, "says": same.says}
        for name, entry in sorted(same.studies.items()):
            claim = known[name].verdicts[entry["claim"]]
            said = {"value": claim["regenerated"], "verdict": claim["verdict"]}
            made.append({**head, "study": name, **said})
    return made
