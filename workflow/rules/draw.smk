# draw: figures, and tables as print, from open tables and findings alone.
FIGURES = [block["id"] for block in config_of("config/figures.yml")["figures"]]
PRINTED = [*cross_tables("open"), "record", "claims", *APPENDIX]


rule draw_figures:
    input:
        base=expand(f"{OPEN}/tables/base/{{table}}.csv", table=OPEN_BASE),
        tables=expand(f"{OPEN}/tables/{{table}}.csv", table=cross_tables("open")),
        findings=f"{OPEN}/findings/findings.yml",
        verdicts=f"{OPEN}/verify/verdicts.csv",
        config=[STUDY, CODEBOOK, TABLES, "config/claims.yml", "config/figures.yml"],
        stages=[
            FRONT,
            *(
                os.path.relpath(path)
                for path in sorted(PACKAGE.joinpath("rules").glob("*.smk"))
            ),
        ],
        package=sources("draw"),
    output:
        expand(
            f"{OPEN}/figures/{{figure}}.{{form}}",
            figure=FIGURES,
            form=["svg", "pdf", "png", "csv"],
        ),
        expand(f"{OPEN}/figures/_{{figure}}.qmd", figure=FIGURES),
    log:
        f"{LOGS}/draw-figures.log",
    benchmark:
        f"{LOGS}/draw-figures.benchmark.tsv"
    params:
        base=of_input("base"),
        tables=of_input("tables"),
        folder=of_output,
    message:
        "Drawing figures"
    shell:
        "python -m fieldstudy draw figures --base {params.base} --tables {params.tables}"
        " --findings {input.findings} --verdicts {input.verdicts} --study {input.config[0]}"
        " --codebook {input.config[1]} --declared {input.config[2]} --claims {input.config[3]}"
        " --figures {input.config[4]} --snakefile {input.stages[0]:q}"
        " --out {params.folder} &> {log}"


rule draw_tables:
    input:
        base=expand(f"{OPEN}/tables/base/{{table}}.csv", table=APPENDIX),
        tables=expand(f"{OPEN}/tables/{{table}}.csv", table=cross_tables("open")),
        findings=f"{OPEN}/findings/findings.yml",
        verdicts=f"{OPEN}/verify/verdicts.csv",
        config=[TABLES, "config/claims.yml", "config/columns.yml"],
        package=sources("draw"),
    output:
        expand(f"{OPEN}/tables/_{{table}}.qmd", table=PRINTED),
        expand(f"{OPEN}/tables/{{table}}.html", table=cross_tables("open")),
    log:
        f"{LOGS}/draw-tables.log",
    benchmark:
        f"{LOGS}/draw-tables.benchmark.tsv"
    params:
        base=folder(f"{OPEN}/tables/base"),
        folder=of_output,
    message:
        "Setting tables as print"
    shell:
        "python -m fieldstudy draw tables --base {params.base} --tables {params.folder} --findings {input.findings}"
        " --verdicts {input.verdicts} --declared {input.config[0]} --claims {input.config[1]}"
        " --columns {input.config[2]} --out {params.folder} &> {log}"


rule draw_dictionary:
    input:
        tables=[
            path
            for path in [
                *OPENED,
                *rules.draw_figures.output,
                *CONSISTENCY,
            ]
            if path.startswith(OPEN) and path.endswith(".csv")
        ],
        config=[STUDY, TABLES, "config/columns.yml"],
        package=sources("draw"),
    output:
        f"{OPEN}/datapackage.json",
    log:
        f"{LOGS}/draw-dictionary.log",
    benchmark:
        f"{LOGS}/draw-dictionary.benchmark.tsv"
    message:
        "Describing every column of every open table"
    shell:
        "python -m fieldstudy draw dictionary {input.tables} --study {input.config[0]}"
        " --declared {input.config[1]} --columns {input.config[2]} --out {output} &> {log}"
