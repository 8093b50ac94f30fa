"""Gather what the evidence site shows, as one value that its page reads."""

from __future__ import annotations

from typing import Any

from fieldstudy.behind import (
    RULES,
    Sides,
    cells,
    hashes_of,
    package_files,
    stages,
    together,
    weighed,
)
from fieldstudy.behind import passages as for_and_against
from fieldstudy.io import read_rows, read_text
from fieldstudy.write.evidence import transcripts as spoken_of
from fieldstudy.write.evidence.figures import figures
from fieldstudy.write.evidence.prose import SPAN, plain, sentences
from fieldstudy.write.evidence.sources import Row, Sources

# Every verdict, in the order in which they are listed, and what it means.
VERDICTS = {
    "holds": "Recomputed from public record, or from real data, and true at the printed precision.",
    "consistent with the stand-in": "Computed from synthetic data that were written to agree. It "
    "shows that the workflow works, and says nothing of the published study.",
    "rounds differently": "True only by another rounding or another vintage, which the reason names.",
    "differs": "Not as printed.",
    "unsupported": "No source was found for it.",
    "judgement": "No count settles it; the claims it rests on are listed.",
    "confidential": "This tier cannot tell.",
    "not published": "This project's own figure; there is nothing to compare it with.",
}
LEDGER = ("claims", "verdicts")
Item = dict[str, Any]


def content(sources: Sources) -> Item:
    """Give everything that the page shows."""
    turns = spoken_of.transcripts(sources)
    passages = spoken_of.passages(sources, turns) if turns else quoted(sources)
    return {
        "edition": sources.edition,
        "synthetic": sources.said.get("synthetic", ""),
        "title": sources.study.title,
        "version": sources.study.version,
        "verdicts": VERDICTS,
        "sections": _sections(sources),
        "themes": sources.codebook["themes"],
        "codes": {code["code"]: code for code in sources.codebook["codes"]},
        "groups": {
            group.value: group.label
            for group in sources.study.groups.values()
            if group.column == "group"
        },
        "tables": {name: _table(rows) for name, rows in sources.tables.items()},
        "claims": claims(sources, passages),
        "passages": passages,
        "figures": figures(sources),
        "stages": _stages(sources),
        "hashes": sources.of("ingest/hashes.csv"),
        "transcripts": turns,
        "codings": spoken_of.codings(sources, turns),
    }


def _sections(sources: Sources) -> dict[str, str]:
    """Name the paper's sections in which claims stand, in the order of the ledger."""
    themes = sources.codebook["themes"]
    names = dict.fromkeys(claim["section"] for claim in sources.claims)
    judged = {claim["section"] for claim in sources.claims if claim["format"] == "judgement"}
    names = dict.fromkeys(sorted(names, key=lambda name: name in judged))  # judgements come last
    return {name: themes.get(name, name.replace("_", " ").capitalize()) for name in names}


def _table(rows: list[Row]) -> Item:
    """Give a base table by the ids of its rows."""
    columns = [column for column in (rows[0] if rows else []) if column != "row"]
    return {
        "columns": columns,
        "rows": {row["row"]: [row[column] for column in columns] for row in rows},
    }


def _stages(sources: Sources) -> dict[str, Item]:
    """Name the rule file and the package files of every stage that a claim rests on."""
    rules = [
        rule
        for claim in sources.claims
        for rule in together(claim["asks"], sources.study.record).rules
    ]
    return {
        stage: {"rules": f"{RULES}/{stage}.smk", "files": list(package_files(stage))}
        for stage in stages(rules)
    }


def quoted(sources: Sources) -> list[Item]:
    """Give the passages that the paper quotes, attributed by interview number alone."""
    found = []
    for said in (sources.said.get("quotes") or {}).values():
        span = SPAN.match(said)
        if span:
            words, _, interview = plain(said).rpartition(" (Interview\u00a0")
            found.append(
                {
                    "interview": interview.rstrip(")"),
                    "words": words.strip("“”"),
                    "code": span["claim"],
                    "stance": "affirms",
                    "quoted": True,
                }
            )
    return found


def claims(sources: Sources, passages: list[Item]) -> list[Item]:
    """Give every claim with what it says, what it rests on and what stands behind it."""
    verdicts = {row["id"]: row for row in read_rows(sources.verdicts)}
    told = sentences(read_text(sources.paper), sources.said)
    places = {row["interview"]: row["area"] for row in sources.of("anonymise/interviews.csv")}
    numbered = [{**passage, "at": str(at)} for at, passage in enumerate(passages)]
    known = {claim["id"]: claim for claim in sources.claims}

    def sides(name: str) -> Sides[int]:
        if name not in known:
            return [], []
        return _words(known[name], sources.rows_of.get(name, []), numbered, places)

    made = []
    for claim in sources.claims:
        name, verdict = claim["id"], verdicts.get(claim["id"], {})
        finding = (sources.said.get("findings") or {}).get(name, {})
        rows = sources.rows_of.get(name, [])
        weighs = (claim["rests_on"], claim.get("against", []))
        said = weighed(*weighs, sides) if any(weighs) else sides(name)
        behind = together(claim["asks"], sources.study.record)
        made.append(
            {key: claim[key] for key in ("id", "meaning", "section", "basis", "asks", "rests_on")}
            | {key: claim["published"][key] for key in ("where", "hedge")}
            | {key: verdict.get(key, "") for key in ("published", "verdict", "reason")}
            | {
                "words": verdict.get("regenerated") or plain(finding.get("words", "")),
                "value": plain(finding.get("value", "")),
                "against_it": weighs[1],
                "code": claim["parameters"].get("code", ""),
                "sql": {"rows": claim["rows"], "value": claim["value"], **claim["alternatives"]},
                "evidence": rows,
                "closed": [t for t in claim["asks"] if t not in {*sources.tables, *LEDGER}],
                "sentences": told.get(name, []),
                "for": said[0],
                "against": said[1],
                "rules": list(behind.rules),
                "public": list(behind.public),
                "raw": [
                    row["what"] for row in hashes_of(behind.raw, sources.of("ingest/hashes.csv"))
                ],
            }
        )
    return made


def _words(claim: Item, rows: list[str], passages: list[Item], places: Row) -> Sides[int]:
    """Say which passages speak for a claim and which against, by their place in the list."""
    if places:
        sides = for_and_against(rows, passages, places)
    else:  # the open edition never joins an interview to an area: by code alone
        codes = {claim["parameters"].get("code", "")} | {code for _, code in cells(rows)}
        sides = ([p for p in passages if p["code"] in codes], [])
    return [int(one["at"]) for one in sides[0]], [int(one["at"]) for one in sides[1]]
