"""Weigh a judgement: no count settles it, so show what it rests on and what speaks against it.

Against it speak the claims that the ledger names under ``against`` and, found automatically, every
denial of a statement that it rests on. Its wording stays the author's.
"""

from __future__ import annotations

from collections.abc import Mapping

from fieldstudy.claim.ledger import Claim
from fieldstudy.claim.query import Row
from fieldstudy.claim.verdict import DIFFERS, JUDGEMENT, ROUNDS, UNSUPPORTED, Result, Verdict
from fieldstudy.claim.words import listed, number

SHAKEN = (ROUNDS, DIFFERS, UNSUPPORTED)


def ordered(claims: list[Claim]) -> list[Claim]:
    """Put each claim after those it rests on; circles have been refused before."""
    known = {claim.id: claim for claim in claims}
    done: dict[str, Claim] = {}

    def place(claim: Claim) -> None:
        for name in (*claim.rests_on, *claim.against):
            if name in known and name not in done:
                place(known[name])
        done.setdefault(claim.id, claim)

    for claim in claims:
        place(claim)
    return list(done.values())


def weighed(claim: Claim, results: Mapping[str, Result]) -> Result:
    """Gather a judgement's evidence: the rows it rests on, and those that speak against it."""
    rests = [results[name] for name in claim.rests_on if name in results]
    other = [results[name] for name in claim.against if name in results]
    contrary = [row for result in rests for row in (*result.denying(), *result.against)]
    contrary += [row for result in other for row in result.rows if row not in result.denying()]
    away = {row["row"] for row in contrary}
    rows = [row for result in rests for row in result.rows if row["row"] not in away]
    found = number(len(claim.rests_on))
    words = f"{found} finding{'s' if len(claim.rests_on) > 1 else ''}"
    return Result(claim, once(rows), {}, str(len(claim.rests_on)), words, against=once(contrary))


def once(rows: list[Row]) -> list[Row]:
    """Give each row once, in order."""
    return list({str(row["row"]): row for row in rows}.values())


def denials(claim: Claim, results: Mapping[str, Result]) -> list[tuple[Result, Row]]:
    """Give every denial of a statement that a judgement rests on."""
    rests = [results[name] for name in claim.rests_on if name in results]
    return [(result, row) for result in rests for row in result.denying()]


def against_words(claim: Claim, results: Mapping[str, Result]) -> str:
    """Say how much speaks against a judgement."""
    denied, named = len(denials(claim, results)), len(claim.against)
    parts = [
        f"{number(count)} {word}{'s' if count > 1 else ''}"
        for count, word in ((denied, "denial"), (named, "finding"))
        if count
    ]
    return " and ".join(parts) or "no denial and no finding"


def weigh(claim: Claim, results: Mapping[str, Result], verdicts: Mapping[str, Verdict]) -> Verdict:
    """Say what a judgement rests on, what of it no longer agrees, and what speaks against it."""
    said = [f"No count settles it; it rests on {listed([named(n) for n in claim.rests_on])}."]
    shaken = [
        f"{named(name)} ({verdicts[name].verdict})"
        for name in claim.rests_on
        if name in verdicts and verdicts[name].verdict in SHAKEN
    ]
    if shaken:
        said.append(f"Of these, {listed(shaken)} no longer agrees with what was published.")
    contrary = [
        f"the denial of {named(result.claim.id)}"
        + (f" by {row['area']}" if result.claim.names_areas else "")
        for result, row in denials(claim, results)
    ]
    contrary += [named(name) for name in claim.against]
    if contrary:
        said.append(f"Against it: {listed(contrary)}.")
    else:
        said.append("Nothing in the ledger speaks against it.")
    return Verdict(JUDGEMENT, " ".join(said))


def named(claim: str) -> str:
    """Name a claim in a sentence."""
    return f"'{claim.replace('_', ' ')}'"
