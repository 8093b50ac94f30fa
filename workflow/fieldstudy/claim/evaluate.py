"""Recompute the whole ledger: evidence, values, words and verdicts of every claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldstudy.claim.judgement import against_words, ordered, weigh, weighed
from fieldstudy.claim.ledger import Claim
from fieldstudy.claim.quantify import published_as
from fieldstudy.claim.query import Base, Row
from fieldstudy.claim.verdict import CONFIDENTIAL, JUDGEMENT, Result, Verdict, judge
from fieldstudy.claim.wording import whole, worded
from fieldstudy.claim.words import capital, count_of
from fieldstudy.errors import Problems, StudyError

LAST = "verdicts"  # the table that claims about the verdicts themselves ask; they come last
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#@$^~|])")


@dataclass(frozen=True)
class Evaluated:
    """What became of every claim, in the order of the ledger."""

    results: dict[str, Result]
    verdicts: dict[str, Verdict]


def recompute(claim: Claim, base: Base) -> Result:
    """Ask a claim's evidence, then its value from that evidence alone."""
    where = f"claims: {claim.id}"
    rows = base.ask(f"{where}: rows", claim.rows, claim.parameters)
    if rows and "row" not in rows[0]:
        raise StudyError.of(
            f"{where}: rows", "must give the column 'row', which names the evidence"
        )
    value = _value(where, claim, claim.value, base)
    others = {
        label: _value(f"{where}: {label}", claim, sql, base)
        for label, sql in claim.alternatives.items()
    }
    return Result(claim, rows, value, *worded(claim, value), alternatives=others)


def _value(where: str, claim: Claim, sql: str, base: Base) -> Row:
    """Ask one row of values from a claim's evidence."""
    if base.asked_of(sql):
        raise StudyError.of(f"{where}: value", "may ask only the claim's own rows: FROM rows")
    rows_and_value = f"WITH rows AS ({claim.rows}) {sql}"
    found = base.ask(f"{where}: value", rows_and_value, claim.parameters)
    if len(found) != 1:
        raise StudyError.of(f"{where}: value", f"must give one row, and gave {len(found)}")
    empty = [name for name, value in found[0].items() if value is None and name != "interviews"]
    if empty:
        raise StudyError.of(
            f"{where}: value", f"gives nothing for {', '.join(empty)}; see its rows"
        )
    wholes = ("whole", "total", "total_compared")
    nothing = [name for name in wholes if name in found[0] and not whole(found[0], name)]
    if nothing:
        raise StudyError.of(
            f"{where}: value", f"is a share of nothing: {', '.join(nothing)} is 0; see its group"
        )
    return found[0]


def evaluate(
    claims: list[Claim], base: Base, synthetic: bool, kept: Mapping[str, str] | None = None
) -> Evaluated:
    """Recompute and judge every claim; those about verdicts after all others.

    Parameters
    ----------
    claims, base
        The ledger, and the tables that it asks.
    synthetic
        Whether the data are a stand-in.
    kept
        The verdicts of a bundle, for claims about verdicts: a claim that this tier cannot tell counts
        with the verdict that it was released with.

    Raises
    ------
    StudyError
        If any claim cannot be asked; all of them at once.
    """
    results: dict[str, Result] = {}
    verdicts: dict[str, Verdict] = {}
    judgements = ordered([claim for claim in claims if claim.format == JUDGEMENT])
    asked = [claim for claim in claims if claim.format != JUDGEMENT]
    later = [claim for claim in asked if LAST in _tables(claim, base)]
    _evaluate([claim for claim in asked if claim not in later], base, synthetic, results, verdicts)
    for claim in judgements:
        if _confidential(claim, (*claim.rests_on, *claim.against), verdicts):
            continue
        results[claim.id] = weighed(claim, results)
        verdicts[claim.id] = weigh(claim, results, verdicts)
    if later:
        told = {
            name: (kept or {}).get(name, CONFIDENTIAL) if v.verdict == CONFIDENTIAL else v.verdict
            for name, v in verdicts.items()
        }
        base.add_verdicts([(c.id, c.basis, told[c.id]) for c in claims if c not in later])
        _evaluate(later, base, synthetic, results, verdicts)
    order = [claim.id for claim in claims]
    return Evaluated(
        {name: results[name] for name in order if name in results},
        {name: verdicts[name] for name in order},
    )


def _evaluate(
    batch: list[Claim],
    base: Base,
    synthetic: bool,
    results: dict[str, Result],
    verdicts: dict[str, Verdict],
) -> None:
    """Recompute and judge some claims, after all of them could be asked."""
    found = Problems()
    for claim in batch:
        missing = _tables(claim, base) - base.tables - {LAST}
        if missing:
            reason = f"Rests on {', '.join(sorted(missing))}, which this tier does not hold."
            verdicts[claim.id] = Verdict(CONFIDENTIAL, reason)
            continue
        with found.gathering():
            results[claim.id] = recompute(claim, base)
    found.stop_if_any()
    for claim in batch:
        other = [name for name in (claim.published.differs_from,) if name]
        if claim.id in results and not _confidential(claim, other, verdicts):
            verdicts[claim.id] = judge(results[claim.id], results, synthetic)
    for claim in batch:
        if verdicts[claim.id].verdict == CONFIDENTIAL:
            results.pop(claim.id, None)


def _confidential(claim: Claim, others: Iterable[str], verdicts: dict[str, Verdict]) -> bool:
    """Give a claim that rests on others which this tier cannot tell the same verdict as theirs."""
    untold = [n for n in others if n in verdicts and verdicts[n].verdict == CONFIDENTIAL]
    if untold:
        reason = f"Rests on {', '.join(sorted(untold))}, which this tier cannot tell."
        verdicts[claim.id] = Verdict(CONFIDENTIAL, reason)
    return bool(untold)


def _tables(claim: Claim, base: Base) -> set[str]:
    """Name the tables that a claim's evidence is asked of."""
    return base.asked_of(claim.rows)


def escape(text: str) -> str:
    r"""Make a text safe to stand in Markdown.

    Examples
    --------
    >>> print(escape("near [Town 1]"))
    near \[Town 1\]
    """
    return SPECIAL.sub(r"\\\1", text)


def span(text: str, claim: str, kind: str = "finding") -> str:
    """Mark a text as the words of a claim, for the filter that links it to its evidence."""
    return f'[{escape(text)}]{{.{kind} claim="{claim}"}}'


def findings(evaluated: Evaluated) -> dict[str, dict[str, str]]:
    """Give each claim's words as the paper reads them.

    Returns
    -------
    dict
        For each claim ``value``, ``words`` and ``Words`` (at a sentence's start), ``verdict``; where
        they apply ``count`` and ``Count`` (areas without their label), ``relation`` (to the finding
        whose area it must differ from), ``against`` (how much speaks against a judgement),
        ``published`` (as printed) and ``hedge``.
    """
    shown: dict[str, dict[str, str]] = {}
    for name, result in evaluated.results.items():
        said = {"value": result.value, "words": result.words}
        said["verdict"] = evaluated.verdicts[name].verdict
        published = result.claim.published
        if result.claim.format == "areas":
            counts = (whole(result.row, part) for part in ("affirm", "deny", "total"))
            said["count"] = count_of(*counts)
        if published.printed:
            said["published"] = published.printed
        if result.claim.format == JUDGEMENT:
            said["against"] = against_words(result.claim, evaluated.results)
        if published.differs_from in evaluated.results:
            said["relation"] = relation(result, evaluated.results[published.differs_from])
        shown[name] = {field: span(text, name) for field, text in said.items()}
        for field in ("words", "count", "against"):
            if field in said:
                shown[name][capital(field)] = span(capital(said[field]), name)
        if published.hedge:
            shown[name]["hedge"] = published.hedge
    return shown


def relation(result: Result, other: Result) -> str:
    """Say whether the areas that affirm one finding are those that affirm another."""
    these, those = set(result.affirming()), set(other.affirming())
    if not these or not those:
        return "which has nothing to be compared with"
    if these == those:
        return "the same area" if len(these) == 1 else "the same areas"
    if these & those:
        return "in part the same areas"
    return "a different area" if len(these) == 1 else "different areas"


def quotes(quotations: list[dict[str, str]]) -> dict[str, str]:
    """Give each quotation with its attribution, as the paper reads them."""
    return {
        row["id"]: span(
            f"“{row['words']}” (Interview\u00a0{row['interview']})", row["code"], "quote"
        )
        for row in quotations
    }


def published_words(claim: Claim) -> str:
    """Say in a few words what was published of a claim."""
    published = claim.published
    if published.printed:
        return published.printed + (" (implied)" if published.implied else "")
    return published_as(published) or ("implied" if published.implied else "")
