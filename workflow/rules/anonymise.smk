# anonymise: mask every identifier, carry codings and tables across, measure what was masked.
KEPT = f"{CONTROLLED}/anonymise"
SAFE = f"{SAFEGUARDED}/anonymise"


rule anonymise_transcripts:
    input:
        turns=f"{INGEST}/turns.csv",
        tables=expand(f"{INGEST}/{{table}}.csv", table=config["tables"]),
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        turns=f"{SAFE}/turns.csv",
        spans=f"{KEPT}/spans.csv",
        key=f"{KEPT}/key.csv",
        review=f"{KEPT}/review.csv",
        diff=f"{KEPT}/diff.html",
    log:
        f"{LOGS}/anonymise-transcripts.log",
    benchmark:
        f"{LOGS}/anonymise-transcripts.benchmark.tsv"
    message:
        "Masking identifiers in the transcripts"
    shell:
        "python -m fieldstudy anonymise transcripts --config {input.config}"
        " --declared {input.declared} --turns {input.turns} --tables {input.tables}"
        " --out {output.turns} --spans {output.spans} --key {output.key}"
        " --review {output.review} --diff {output.diff} &> {log}"


rule anonymise_codings:
    input:
        codings=f"{INGEST}/codings.csv",
        turns=f"{SAFE}/turns.csv",
        spans=f"{KEPT}/spans.csv",
        config=STUDY,
        package=sources("anonymise"),
    output:
        f"{SAFE}/codings.csv",
    log:
        f"{LOGS}/anonymise-codings.log",
    benchmark:
        f"{LOGS}/anonymise-codings.benchmark.tsv"
    message:
        "Carrying codings to the anonymised text"
    shell:
        "python -m fieldstudy anonymise codings --config {input.config} --codings {input.codings}"
        " --turns {input.turns} --spans {input.spans} --out {output} &> {log}"


rule anonymise_tables:
    input:
        tables=expand(f"{INGEST}/{{table}}.csv", table=config["tables"]),
        key=f"{KEPT}/key.csv",
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        expand(
            f"{SAFE}/{{table}}.csv",
            table=["areas", "interviews", "participants", "adjudications", *INSTRUMENTS],
        ),
    log:
        f"{LOGS}/anonymise-tables.log",
    benchmark:
        f"{LOGS}/anonymise-tables.benchmark.tsv"
    params:
        folder=SAFE,
    message:
        "Keeping, generalising or dropping the tables' columns"
    shell:
        "python -m fieldstudy anonymise tables --config {input.config}"
        " --declared {input.declared} --tables {input.tables} --key {input.key}"
        " --out {params.folder} &> {log}"


rule anonymise_measure:
    input:
        turns=f"{INGEST}/turns.csv",
        gold=sorted((DATA / config["gold"]).glob("*.csv")) if config["gold"] else [],
        tables=expand(f"{INGEST}/{{table}}.csv", table=config["tables"]),
        spans=f"{KEPT}/spans.csv",
        review=f"{KEPT}/review.csv",
        people=f"{SAFE}/participants.csv",
        interviews=f"{SAFE}/interviews.csv",
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        recall=f"{SAFE}/recall.csv",
        misses=f"{KEPT}/misses.csv",
        kanonymity=f"{SAFE}/kanonymity.csv",
        summary=f"{SAFE}/summary.csv",
    log:
        f"{LOGS}/anonymise-measure.log",
    benchmark:
        f"{LOGS}/anonymise-measure.benchmark.tsv"
    message:
        "Measuring what was masked, and how small each crowd is"
    shell:
        "python -m fieldstudy anonymise measure --config {input.config}"
        " --declared {input.declared} --turns {input.turns} --tables {input.tables}"
        " --spans {input.spans} --review {input.review} --people {input.people}"
        " --interviews {input.interviews} --recall {output.recall} --misses {output.misses}"
        " --kanonymity {output.kanonymity} --summary {output.summary} &> {log}"
