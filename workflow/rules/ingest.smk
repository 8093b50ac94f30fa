# ingest: read and validate transcripts, tables and codings; hash every raw file.


TURNS = expand(f"{INGEST}/turns/{{batch}}.csv", batch=BATCHES)


rule ingest_transcripts:
    input:
        transcripts=lambda wildcards: [
            DATA / config["interviews"][name] for name in BATCHES[wildcards.batch]
        ],
        config=STUDY,
        package=sources("ingest"),
    output:
        f"{INGEST}/turns/{{batch}}.csv",
    log:
        f"{LOGS}/ingest-transcripts-{{batch}}.log",
    benchmark:
        f"{LOGS}/ingest-transcripts-{{batch}}.benchmark.tsv"
    wildcard_constraints:
        batch=r"\d+",
    # First, since Snakemake looks at every file of the jobs that wait, over and over.
    priority: 1
    params:
        interviews=lambda wildcards: BATCHES[wildcards.batch],
    message:
        "Reading transcripts, batch {wildcards.batch}"
    shell:
        "python -m fieldstudy ingest transcripts --config {input.config}"
        " --interviews {params.interviews:q} --out {output} &> {log}"


rule ingest_table:
    input:
        table=lambda wildcards: DATA / config["tables"][wildcards.table],
        listed=raw(["areas", "participants"]),
        config=[STUDY, TABLES, CODEBOOK],
        package=sources("ingest"),
    output:
        f"{INGEST}/{{table}}.csv",
    log:
        f"{LOGS}/ingest-table-{{table}}.log",
    benchmark:
        f"{LOGS}/ingest-table-{{table}}.benchmark.tsv"
    wildcard_constraints:
        table="|".join(config["tables"]),
    params:
        folder=of_output,
    message:
        "Validating the table {wildcards.table}"
    shell:
        "python -m fieldstudy ingest tables {wildcards.table} --config {input.config[0]}"
        " --out-dir {params.folder} &> {log}"


rule ingest_codings:
    input:
        codings=[DATA / entry["file"] for entry in config["codings"]],
        turns=TURNS,
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
        + [DATA / entry["file"] for entry in config["codings"]]
        + GOLD
        + [path for path in [DATA / config["salt"]] if path.exists()],
        config=STUDY,
        package=sources("ingest"),
    output:
        hashes=f"{INGEST}/hashes.csv",
        by_role=f"{SAFEGUARDED}/ingest/hashes.csv",
    log:
        f"{LOGS}/ingest-hashes.log",
    benchmark:
        f"{LOGS}/ingest-hashes.benchmark.tsv"
    priority: 1
    message:
        "Hashing raw files"
    shell:
        "python -m fieldstudy ingest hashes --config {input.config} --out {output.hashes}"
        " --by-role {output.by_role} &> {log}"
