"""A bar a stage on a terminal, with what is being done and how long it may still take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from fieldstudy.__main__ import STAGES
from fieldstudy.build.watch import Watch

WIDTH = 28  # columns of a bar, so that a line fits into 80


@contextmanager
def bars(watch: Watch, console: Console) -> Iterator[Callable[[str], None]]:
    """Draw the bars; they are gone when the build ends, since the summary says the rest."""
    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(bar_width=WIDTH),
        MofNCompleteColumn(),
    )
    stages = Progress(*columns, console=console)
    left = TimeRemainingColumn(elapsed_when_finished=True)
    total = Progress(*columns, left, TextColumn("left"), console=console)
    doing = Text("Planning", style="dim", no_wrap=True, overflow="ellipsis")
    everything = total.add_task("in all", total=None)
    known: dict[str, TaskID] = {}

    def show(_: str) -> None:
        for name in sorted(watch.stages, key=_place) if watch.planned and not known else ():
            known[name] = stages.add_task(name, total=watch.stages[name].steps)
        for name, task in known.items():
            stages.update(task, completed=watch.stages[name].done)
        if known:
            steps = sum(stage.steps for stage in watch.stages.values())
            done = sum(stage.done for stage in watch.stages.values())
            total.update(everything, total=steps, completed=done)
        doing.plain = watch.doing or doing.plain

    parts = Group(stages, total, doing)
    with Live(parts, console=console, transient=True, refresh_per_second=4):
        yield show


def _place(stage: str) -> int:
    """Give the place of a stage in the order of the study."""
    order = list(STAGES)
    return order.index(stage) if stage in STAGES else len(order)
