# ingest: read and validate transcripts, tables and codings; hash every raw file.
INGEST = f"{CONTROLLED}/ingest"


rule ingest_transcripts:
    input:
        transcripts=[DATA / name for name in config["interviews"].values()],
        config=STUDY,
        package=sources("ingest"),
    output:
        f"{INGEST}/turns.csv",
    log:
        f"{LOGS}/ingest-transcripts.log",
    benchmark:
        f"{LOGS}/ingest-transcripts.benchmark.tsv"
    message:
        "Reading transcripts"
    shell:
        "python -m fieldstudy ingest transcripts --config {input.config} --out {output} &> {log}"


rule ingest_tables:
    input:
        tables=raw(config["tables"]),
        config=[STUDY, TABLES, CODEBOOK],
        package=sources("ingest"),
    output:
        expand(f"{INGEST}/{{table}}.csv", table=config["tables"]),
    log:
        f"{LOGS}/ingest-tables.log",
    benchmark:
        f"{LOGS}/ingest-tables.benchmark.tsv"
    params:
        folder=INGEST,
    message:
        "Validating tables"
    shell:
        "python -m fieldstudy ingest tables --config {input.config[0]} --out-dir {params.folder}"
        " &> {log}"


rule ingest_codings:
    input:
        codings=[DATA / entry["file"] for entry in config["codings"]],
        turns=f"{INGEST}/turns.csv",
        config=[STUDY, TABLES, CODEBOOK],
        package=sources("ingest"),
    output:
        f"{INGEST}/codings.csv",
    log:
        f"{LOGS}/ingest-codings.log",
    benchmark:
        f"{LOGS}/ingest-codings.benchmark.tsv"
    message:
        "Checking every coding against the text"
    shell:
        "python -m fieldstudy ingest codings --config {input.config[0]} --turns {input.turns}"
        " --out {output} &> {log}"


rule ingest_hashes:
    input:
        raw=[DATA / name for name in config["interviews"].values()]
        + raw(config["tables"])
        + [DATA / entry["file"] for entry in config["codings"]],
        config=STUDY,
        package=sources("ingest"),
    output:
        f"{INGEST}/hashes.csv",
    log:
        f"{LOGS}/ingest-hashes.log",
    benchmark:
        f"{LOGS}/ingest-hashes.benchmark.tsv"
    message:
        "Hashing raw files"
    shell:
        "python -m fieldstudy ingest hashes --config {input.config} --out {output} &> {log}"
