"""Say what is wrong, all at once, in sentences for a researcher.

Nothing here prints a traceback, and no message may hold confidential text: a problem names the
place (file, row, column) and what is allowed there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    where
        File, and row and column if there are any, joined by colons: ``areas.csv:3: group``.
    what
        What was found and what is allowed, as one sentence.
    """

    where: str
    what: str

    def __str__(self) -> str:
        """Give the line that a researcher reads."""
        return f"{self.where}: {self.what}"


class StudyError(Exception):
    """Something in the study is wrong; holds every problem found, in order.

    Examples
    --------
    >>> print(StudyError([Problem("areas.csv:3: group", "'x' is not a group; allowed: north")]))
    areas.csv:3: group: 'x' is not a group; allowed: north
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @classmethod
    def of(cls, where: str, what: str) -> StudyError:
        """Make an error of a single problem."""
        return cls([Problem(where, what)])


class Problems:
    """Gathers problems so that all are told at once.

    Examples
    --------
    >>> found = Problems()
    >>> found.add("codebook.yml", "has no codes; list at least one")
    >>> with found.gathering():
    ...     raise StudyError.of("areas.csv", "is empty; it needs a header and rows")
    >>> len(found.all)
    2
    """

    def __init__(self) -> None:
        self.all: list[Problem] = []

    def add(self, where: str, what: str) -> None:
        """Note one problem and go on."""
        self.all.append(Problem(where, what))

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Catch the problems of a step and go on with the next one."""
        try:
            yield
        except StudyError as error:
            self.all.extend(error.problems)

    def stop_if_any(self) -> None:
        """Raise all that was gathered.

        Raises
        ------
        StudyError
            If there is any problem.
        """
        if self.all:
            raise StudyError(self.all)


def count_of(number: int, name: str) -> str:
    """Give a number with its noun.

    Examples
    --------
    >>> count_of(1, "passage"), count_of(2, "passage")
    ('1 passage', '2 passages')
    """
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
