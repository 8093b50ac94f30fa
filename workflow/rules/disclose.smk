# disclose: the only way from the safeguarded into the open tier; everything is checked before anything passes.


rule disclose_pass:
    input:
        base=expand(f"{TABULATED}/base/{{table}}.csv", table=OPEN_BASE),
        tables=expand(
            f"{TABULATED}/tables/{{table}}.{{form}}",
            table=cross_tables("open"),
            form=["csv", "long.csv"],
        ),
        findings=f"{CLAIMED}/findings.yml",
        verdicts=f"{CLAIMED}/verdicts.csv",
        evidence=f"{CLAIMED}/evidence.csv",
        ledger=f"{OPEN}/verify/ledger.json",
        quotations=f"{CODED}/quotations.csv",
        participants=f"{SAFE}/participants.csv",
        crowds=f"{SAFE}/kanonymity.csv",
        people=expand(f"{TABULATED}/base/{{table}}.csv", table=[*PEOPLE, "voices"]),
        declared=TABLES,
        words=[STUDY, CODEBOOK],
        config="config/disclosure.yml",
        package=sources("disclose"),
    output:
        # update: what is open stays as it was when a check fails.
        update(expand(f"{OPEN}/tables/base/{{table}}.csv", table=OPEN_BASE)),
        update(
            expand(
                f"{OPEN}/tables/{{table}}.{{form}}",
                table=cross_tables("open"),
                form=["csv", "long.csv"],
            )
        ),
        findings=update(f"{OPEN}/findings/findings.yml"),
        verdicts=update(f"{OPEN}/verify/verdicts.csv"),
        evidence=update(f"{OPEN}/verify/evidence.csv"),
        report=update(f"{OPEN}/verify/disclosure.csv"),
        decisions=update(f"{SAFEGUARDED}/disclose/decisions.csv"),
    log:
        f"{LOGS}/disclose-pass.log",
    benchmark:
        f"{LOGS}/disclose-pass.benchmark.tsv"
    params:
        base=of_input("base"),
        tables=of_input("tables"),
        open_base=of_output,
        open_tables=lambda wildcards, output: os.path.dirname(
            os.path.dirname(output[0])
        ),
    message:
        "Checking what may become open"
    shell:
        "python -m fieldstudy disclose pass --base {params.base} --tables {params.tables}"
        " --findings {input.findings} --verdicts {input.verdicts}"
        " --quotations {input.quotations} --participants {input.participants}"
        " --crowds {input.crowds} --declared {input.declared} --config {input.config}"
        " --evidence {input.evidence} --ledger {input.ledger} --open-evidence {output.evidence}"
        " --open-base {params.open_base} --open-tables {params.open_tables}"
        " --open-findings {output.findings} --open-verdicts {output.verdicts}"
        " --report {output.report} --decisions {output.decisions} &> {log}"
