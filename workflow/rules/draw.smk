# draw: figures, and tables as print, from open tables and findings alone.
FIGURES = ("framework", "helps", "interventions", "readiness")
APPENDIX = ("shares", "comparisons", "rates")
PRINTED = [*cross_tables("open"), "record", "claims", *APPENDIX]


rule draw_figures:
    input:
        base=expand(f"{OPEN}/tables/base/{{table}}.csv", table=OPEN_BASE),
        tables=expand(f"{OPEN}/tables/{{table}}.csv", table=cross_tables("open")),
        findings=f"{OPEN}/findings/findings.yml",
        config=[STUDY, CODEBOOK, TABLES],
        package=sources("draw"),
    output:
        expand(
            f"{OPEN}/figures/{{figure}}.{{form}}",
            figure=FIGURES,
            form=["svg", "pdf", "png"],
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
        " --findings {input.findings} --study {input.config[0]} --codebook {input.config[1]}"
        " --declared {input.config[2]} --out {params.folder} &> {log}"


rule draw_tables:
    input:
        base=expand(f"{OPEN}/tables/base/{{table}}.csv", table=APPENDIX),
        tables=expand(f"{OPEN}/tables/{{table}}.csv", table=cross_tables("open")),
        findings=f"{OPEN}/findings/findings.yml",
        verdicts=f"{OPEN}/verify/verdicts.csv",
        config=[TABLES, "config/claims.yml"],
        package=sources("draw"),
    output:
        expand(f"{OPEN}/tables/_{{table}}.qmd", table=PRINTED),
    log:
        f"{LOGS}/draw-tables.log",
    benchmark:
        f"{LOGS}/draw-tables.benchmark.tsv"
    params:
        base=of_input("base"),
        folder=of_output,
    message:
        "Setting tables as print"
    shell:
        "python -m fieldstudy draw tables --base {params.base} --tables {params.folder} --findings {input.findings}"
        " --verdicts {input.verdicts} --declared {input.config[0]} --claims {input.config[1]}"
        " --out {params.folder} &> {log}"
