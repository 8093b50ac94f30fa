"""A study far larger than the shipped one: 200 claims, 10,000 passages, two coders."""

from __future__ import annotations

import random
from typing import Any

INTERVIEWS, TURNS, CLAIMS, PASSAGES = 20, 400, 200, 10_000
AREAS = [f"Area {letter}" for letter in "ABCDEFGHIJ"]
WORDS = ("board", "plan", "knife", "school", "ward", "money", "trust", "hospital", "street")


def large_content() -> dict[str, Any]:
    """Give the content of a site of that size, always the same."""
    chance = random.Random(1)
    codes = {f"code_{number}": _code(number) for number in range(100)}
    transcripts = {
        str(interview): [
            [str(turn), f"Participant {turn % 3}", f"{turn * 9}.000", _speech(chance)]
            for turn in range(1, TURNS + 1)
        ]
        for interview in range(1, INTERVIEWS + 1)
    }
    passages = [_passage(number) for number in range(PASSAGES)]
    return {
        "edition": "safeguarded",
        "synthetic": "Synthetic.",
        "title": "A large study",
        "version": "1",
        "verdicts": {"holds": "True.", "differs": "Not as printed."},
        "sections": {"duty": "The duty"},
        "themes": {"duty": "The duty"},
        "codes": codes,
        "groups": {"vru": "areas with a unit"},
        "tables": {"findings": _findings(codes)},
        "claims": [_claim(number) for number in range(CLAIMS)],
        "passages": passages,
        "figures": [],
        "stages": {"claim": {"rules": "workflow/rules/claim.smk", "files": ["cli.py"]}},
        "hashes": [],
        "transcripts": transcripts,
        "codings": [{**one, "coder": coder} for one in passages for coder in "AB"],
    }


def _speech(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=60))


def _code(number: int) -> dict[str, str]:
    said = {"statement": f"Statement {number}.", "definition": "Said so.", "valence": "helps"}
    return {"code": f"code_{number}", "theme": "duty", **said}


def _passage(number: int) -> dict[str, Any]:
    interview, turn = number % INTERVIEWS + 1, number // INTERVIEWS % TURNS + 1
    place = {"interview": str(interview), "turn": str(turn), "start": 5, "end": 180}
    stance = "denies" if number % 7 == 0 else "affirms"
    return {**place, "code": f"code_{number % 100}", "stance": stance, "quoted": False}


def _findings(codes: dict[str, Any]) -> dict[str, Any]:
    columns = ["area", "group", "code", "stance", "passages"]
    rows = {
        f"findings:{area}:{code}": [area, "vru", code, "affirms", "9"]
        for area in AREAS
        for code in codes
    }
    return {"columns": columns, "rows": rows}


def _claim(number: int) -> dict[str, Any]:
    code = f"code_{number % 100}"
    texts = {"id": f"claim_{number}", "meaning": f"meaning number {number}", "section": "duty"}
    said = {"published": "all", "hedge": "", "where": "duty", "words": "all areas", "value": "10"}
    return {
        **texts,
        **said,
        "basis": "study",
        "verdict": "differs" if number % 10 == 0 else "holds",
        "reason": "Ten of ten.",
        "asks": ["findings"],
        "rests_on": [],
        "against_it": [],
        "code": code,
        "sql": {"rows": "SELECT row FROM findings", "value": "SELECT count(*) FROM rows"},
        "evidence": [f"findings:{area}:code_{other}" for area in AREAS for other in range(100)],
        "closed": [],
        "sentences": [],
        "for": list(range(number % 100, PASSAGES, 100)),
        "against": [],
        "rules": ["claim_evaluate"],
        "public": [],
        "raw": [],
    }
