"""Say at the end of a build what a person wants to know."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from fieldstudy.io import read_rows

ORDER = (
    *("holds", "consistent with the stand-in", "rounds differently", "differs", "unsupported"),
    *("judgement", "confidential", "not published"),
)
WARNING = "warning: "  # how a line of a log begins that a person should read
MOST = 5  # warnings shown of one step
STAGES = (
    *("ingest", "anonymise", "code", "tabulate", "claim", "disclose", "draw", "write"),
    "release",
)


def seconds(logs: Path) -> dict[str, float]:
    """Add up each stage's seconds from its rules' benchmarks."""
    spent: dict[str, float] = {}
    for path in sorted(logs.glob("*.benchmark.tsv")):
        stage = path.name.partition("-")[0]
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > 1:
            spent[stage] = spent.get(stage, 0.0) + float(lines[1].split("\t")[0])
    return {stage: spent[stage] for stage in STAGES if stage in spent}


def taken(logs: Path) -> list[tuple[str, str, str]]:
    """Give each stage's processor seconds, and the most memory that one of its jobs took, in megabytes."""
    spent: dict[str, tuple[float, float]] = {}
    for path in sorted(logs.glob("*.benchmark.tsv")):
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[:2]]
        row = dict(zip(*lines, strict=True))
        stage = path.name.partition("-")[0]
        seconds, most = spent.get(stage, (0.0, 0.0))
        # A job too short to be sampled has no figures.
        cpu, memory = (float(row[name].replace("NA", "0")) for name in ("cpu_time", "max_rss"))
        spent[stage] = (seconds + cpu, max(most, memory))
    return [
        (stage, f"{spent[stage][0]:.1f}", f"{spent[stage][1]:.0f}")
        for stage in STAGES
        if stage in spent
    ]


def verdict_lines(verdicts: list[dict[str, str]]) -> list[str]:
    """Count the verdicts, and list the claims that do not hold as printed."""
    counts = Counter(row["verdict"] for row in verdicts)
    lines = [f"  {counts[verdict]:>4}  {verdict}" for verdict in ORDER if counts[verdict]]
    wrong = [
        row
        for row in verdicts
        if row["verdict"] in ("rounds differently", "differs", "unsupported")
    ]
    lines += [f"        {row['id']}: {row['reason']}" for row in wrong]
    return lines


def kept_lines(recomputed: list[dict[str, str]]) -> list[str]:
    """Say of how many claims a bundle bears no verdict of its own."""
    kept = sum(row["verdict"] == "confidential" for row in recomputed)
    told = (
        "stand as released: they rest on what this bundle does not hold; `make verify` names each"
    )
    return [f"  {kept:>4}  of these {told}"] if kept else []


def masking_lines(rows: list[dict[str, str]]) -> list[str]:
    """Say what was masked, what waits for a decision, and how much of the gold was found."""
    found = {row["measure"]: row["value"] for row in rows}
    undecided = found["names undecided"]
    lines = [
        f"  {found['mentions masked']:>6}  mentions masked",
        f"  {found['mentions unsure']:>6}  of them unsure: {undecided} names wait for a decision in",
        "          results/controlled/anonymise/review.csv",
    ]
    if found["gold mentions"] != "0":
        recall, low, high = (
            f"{100 * float(found[f'gold {n}']):.1f}%" for n in ("recall", "low", "high")
        )
        of = f"of {found['gold mentions']} annotated identifiers masked whole"
        lines.append(f"  {recall:>6}  {of} (95% interval {low} to {high})")
        whole, known = found["gold people masked whole"], found["gold people"]
        lines.append(f"  {whole:>6}  of {known} annotated people masked in every mention")
    return lines


def warnings(logs: Path) -> list[str]:
    """Gather what the steps of a build warn of, in the order of the stages; each says what to do."""
    found: dict[str, list[str]] = {stage: [] for stage in STAGES}
    for path in sorted(logs.glob("*.log")):
        told = path.read_text(encoding="utf-8", errors="replace").splitlines()
        lines = [line.removeprefix(WARNING) for line in told if line.startswith(WARNING)]
        shown = lines[:MOST]
        if len(lines) > MOST:
            shown.append(f"and {len(lines) - MOST} more like this, in {path}")
        found.setdefault(path.stem.partition("-")[0], []).extend(shown)
    return [line for lines in found.values() for line in lines]


def summary(results: Path, title: str, synthetic: bool) -> str:
    """Give the closing summary: the paper, the claims, the masks, the time."""
    paper = results / "open" / "paper"
    forms = [paper / name for name in ("index.html", "paper.pdf", "paper.docx", "paper.xml")]
    found = [f"  {path}" for path in forms if path.exists()]
    lines = ["", title, ""]
    if synthetic:
        lines[1] += "\n(synthetic stand-in data: no finding on them is about a real place)"
    if found:
        lines += ["Paper", *found, ""]
    judged = results / "open" / "verify" / "verdicts.csv"
    if judged.exists():  # not so where only a part of the study was built
        verdicts = read_rows(judged)
        again = judged.with_name("recomputed.csv")  # where the study is rebuilt from an open bundle
        kept = kept_lines(read_rows(again)) if again.exists() else []
        lines += [f"Claims ({len(verdicts)})", *verdict_lines(verdicts), *kept, ""]
    masking = results / "safeguarded" / "anonymise" / "summary.csv"
    if masking.exists():
        lines += ["Anonymisation", *masking_lines(read_rows(masking)), ""]
    warned = warnings(results / "logs")
    if warned:
        lines += [f"Warnings ({len(warned)})", *(f"  {one}" for one in warned), ""]
    spent = seconds(results / "logs")
    told = "   ".join(f"{stage} {time:.1f}" for stage, time in spent.items())
    lines += [f"Seconds by stage ({sum(spent.values()):.1f} of work)", f"  {told}", ""]
    return "\n".join(lines)
