"""Read what Snakemake tells while it builds: how many steps each stage has, which end, which fail."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

STEP = re.compile(r"(?P<rule>[a-z]\w*) +(?P<count>\d+)")
BEGUN = re.compile(r"(?:local)?(?:rule|Job) ?(?P<job>\d+): (?P<message>.+)")
ENDED = re.compile(r"Finished jobid: \d+ \(Rule: (?P<rule>\w+)\)")
FAILED = re.compile(r"Error in (?:local)?rule (?P<rule>\w+):")
LOG = re.compile(r"    log: (?P<log>\S+)")


@dataclass
class Stage:
    """How far a stage is."""

    steps: int = 0
    done: int = 0


@dataclass
class Watch:
    """What a build has told so far.

    Parameters
    ----------
    stages
        By name, in the order in which Snakemake lists them first.
    doing
        What was begun last, as its rule says it.
    failed
        Rule → its log, of each that failed; the log is empty where Snakemake names none.

    Examples
    --------
    >>> watch = Watch()
    >>> _ = [watch.read(line) for line in ("job      count", "ingest_table  2", "total  2")]
    >>> watch.read("Finished jobid: 1 (Rule: ingest_table)")
    'ingest'
    >>> watch.stages
    {'ingest': Stage(steps=2, done=1)}
    """

    stages: dict[str, Stage] = field(default_factory=dict)
    doing: str = ""
    failed: dict[str, str] = field(default_factory=dict)
    _counting: bool = False
    _failing: str = ""

    @property
    def planned(self) -> bool:
        """Whether all steps are counted."""
        return bool(self.stages) and not self._counting

    def read(self, line: str) -> str:
        """Take one line; give the stage that it ends a step of, or nothing."""
        if line.startswith("job ") and line.rstrip().endswith("count"):
            self._counting = not self.stages
        elif self._counting and (step := STEP.fullmatch(line.rstrip())):
            self._counted(step["rule"], int(step["count"]))
        elif begun := BEGUN.match(line):
            self.doing = begun["message"]
        elif failed := FAILED.match(line):
            self._failing = failed["rule"]
            self.failed.setdefault(self._failing, "")
        elif self._failing and (log := LOG.match(line)):
            self.failed[self._failing] = log["log"]
        elif ended := ENDED.match(line):
            return self._ended(ended["rule"])
        return ""

    def _counted(self, rule: str, count: int) -> None:
        """Note how many steps a rule has."""
        if rule == "total":
            self._counting = False
        elif "_" in rule:  # what has no stage gathers the others and does nothing
            self.stages.setdefault(_stage(rule), Stage()).steps += count

    def _ended(self, rule: str) -> str:
        """Note that a step has ended."""
        stage = self.stages.get(_stage(rule))
        if stage is None or "_" not in rule:
            return ""
        stage.done += 1
        return _stage(rule)


def _stage(rule: str) -> str:
    return rule.partition("_")[0]
