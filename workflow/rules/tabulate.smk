# tabulate: base tables, one row a case, person, finding or public figure; and cross-tables.
TABULATED = f"{SAFEGUARDED}/tabulate"


rule tabulate_base:
    input:
        anonymised=expand(
            f"{SAFE}/{{table}}.csv",
            table=["turns", "participants", "areas", "interviews", "recall", "summary"]
            + INSTRUMENTS,
        ),
        coded=expand(
            f"{CODED}/{{table}}.csv",
            table=["agreement", "disagreements", "matrix", "voices"],
        ),
        record=expand(f"{config['record']}/{{table}}.csv", table=RECORD),
        codebook=CODEBOOK,
        tables=TABLES,
        package=sources("tabulate"),
    output:
        expand(f"{TABULATED}/base/{{table}}.csv", table=BASE),
    log:
        f"{LOGS}/tabulate-base.log",
    benchmark:
        f"{LOGS}/tabulate-base.benchmark.tsv"
    params:
        anonymised=of_input("anonymised"),
        coded=of_input("coded"),
        record=folder(config["record"]),
        folder=of_output,
    message:
        "Making base tables"
    shell:
        "python -m fieldstudy tabulate base --anonymised {params.anonymised}"
        " --coded {params.coded} --record {params.record:q} --codebook {input.codebook}"
        " --tables {input.tables} --out {params.folder} &> {log}"


rule tabulate_tables:
    input:
        base=expand(f"{TABULATED}/base/{{table}}.csv", table=BASE),
        tables=TABLES,
        words=[STUDY, CODEBOOK],
        package=sources("tabulate"),
    output:
        expand(f"{TABULATED}/tables/{{table}}.csv", table=cross_tables()),
        expand(f"{TABULATED}/tables/{{table}}.long.csv", table=cross_tables()),
    log:
        f"{LOGS}/tabulate-tables.log",
    benchmark:
        f"{LOGS}/tabulate-tables.benchmark.tsv"
    params:
        base=of_input("base"),
        folder=of_output,
    message:
        "Making cross-tables"
    shell:
        "python -m fieldstudy tabulate tables --base {params.base} --tables {input.tables}"
        " --out {params.folder} &> {log}"
