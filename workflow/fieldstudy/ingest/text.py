"""Read plain transcripts: a paragraph ``Speaker: text`` a turn, one paragraph a line."""

from __future__ import annotations

import re

from fieldstudy.errors import StudyError
from fieldstudy.ingest.turns import Said

# A name of up to eight words: longer heads, or heads with a full stop and a space, are talk with a
# colon in it.
SPEAKER = re.compile(r"^\s*(?P<name>[^\s:]+(?:[ \u00a0][^\s:]+){0,7})\s*:\s+(?P<text>\S.*)$")
SENTENCE = re.compile(r"[!?;]|[a-z]{3}\.\s")


def parse(text: str, where: str) -> list[Said]:
    r"""Read the text of a plain transcript into what is said, one entry a line.

    A line without a speaker goes on with the words of the speaker before it.

    Parameters
    ----------
    text
        Content of the file.
    where
        The file, as problems name it.

    Raises
    ------
    StudyError
        If the first paragraph names no speaker.

    Examples
    --------
    >>> parse("Ann: Yes.\nAnd no.\n", "1.txt")[1]
    Said(row=2, speaker='', start=None, text='And no.')
    """
    said: list[Said] = []
    for row, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        head = SPEAKER.match(line)
        if head and not SENTENCE.search(head["name"]):
            said.append(Said(row, head["name"], None, head["text"]))
        elif line.strip():
            if not said:
                raise StudyError.of(
                    f"{where}:{row}", "names no speaker; write each turn as 'Speaker: text'"
                )
            said.append(Said(row, "", None, line))
    return said
