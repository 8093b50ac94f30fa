"""A small invented study: two interviews, two coders, three codes."""

import pytest

from fieldstudy.code.codebook import codebook_of
from fieldstudy.code.verify import turns_of

TURNS = [
    ("1", 1, "[Interviewer]", "Who works together here?"),
    ("1", 2, "[Participant 1]", "Everybody comes to the board. Money is short, mind, in [Town 1]."),
    ("1", 3, "[Participant 2]", "The board meets, all of it, twice a year. The board meets."),
    ("2", 1, "[Participant 3]", "We have no board. We never had one."),
]
CODES = [
    ("governance", "collaboration", "helps"),
    ("budgets", "collaboration", "hinders"),
    ("local_plans", "strategy", "neither"),
]


@pytest.fixture
def codebook():
    return codebook_of(
        {
            "themes": {"strategy": "Strategy", "collaboration": "Collaboration"},
            "codes": [
                {"code": code, "theme": theme, "statement": f"About {code}.", "valence": valence}
                for code, theme, valence in CODES
            ],
        }
    )


@pytest.fixture
def turns():
    rows = [
        {"interview": i, "turn": str(n), "speaker": who, "text": text} for i, n, who, text in TURNS
    ]
    return turns_of(rows)


@pytest.fixture
def coded(turns):
    """Make a row of codings.csv from the words that a coder marked."""

    def make(coder, interview, turn, words, code, stance="affirms"):
        start = turns[interview, turn].text.index(words)
        return {
            "id": f"{coder}-{interview}-{turn}-{code}-{start}",
            **{"interview": interview, "turn": str(turn), "text": words, "code": code},
            **{"start": str(start), "end": str(start + len(words))},
            **{"stance": stance, "coder": coder, "status": "matched"},
        }

    return make
