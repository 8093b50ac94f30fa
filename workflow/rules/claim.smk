# claim: recompute every reported finding, and compare it with what was published.
CLAIMED = f"{SAFEGUARDED}/claim"
PRINTED_FIGURES = Path(config["published"]).with_name("figures.csv")
# A study that lists no printed figures has none to check.
CONSISTENCY = [f"{OPEN}/verify/consistency.csv"] if PRINTED_FIGURES.is_file() else []


rule claim_ledger:
    input:
        claims="config/claims.yml",
        published=config["published"],
        config=STUDY,
        package=sources("claim"),
    output:
        f"{OPEN}/verify/ledger.json",
    log:
        f"{LOGS}/claim-ledger.log",
    benchmark:
        f"{LOGS}/claim-ledger.benchmark.tsv"
    message:
        "Writing out every claim's statements"
    shell:
        "python -m fieldstudy claim ledger --config {input.config} --claims {input.claims}"
        " --out {output} &> {log}"


rule claim_evaluate:
    input:
        base=expand(f"{TABULATED}/base/{{table}}.csv", table=BASE),
        quotations=f"{CODED}/quotations.csv",
        claims="config/claims.yml",
        published=config["published"],
        config=STUDY,
        package=sources("claim"),
    output:
        findings=f"{CLAIMED}/findings.yml",
        verdicts=f"{CLAIMED}/verdicts.csv",
        evidence=f"{CLAIMED}/evidence.csv",
    log:
        f"{LOGS}/claim-evaluate.log",
    benchmark:
        f"{LOGS}/claim-evaluate.benchmark.tsv"
    params:
        base=of_input("base"),
    message:
        "Recomputing every claim"
    shell:
        "python -m fieldstudy claim evaluate --config {input.config} --claims {input.claims}"
        " --base {params.base} --quotations {input.quotations} --findings {output.findings}"
        " --verdicts {output.verdicts} --evidence {output.evidence} &> {log}"


# From the open tier alone: what its tables bear is recomputed, the rest stays as the bundle says it.
if START == "open":

    rule claim_again:
        input:
            base=expand(f"{OPEN}/tables/base/{{table}}.csv", table=OPEN_BASE),
            kept=[
                f"{GIVEN}/open/findings/findings.yml",
                f"{GIVEN}/open/verify/verdicts.csv",
                f"{GIVEN}/open/verify/evidence.csv",
            ],
            claims="config/claims.yml",
            published=config["published"],
            config=STUDY,
            package=sources("claim"),
        output:
            findings=f"{OPEN}/findings/findings.yml",
            verdicts=f"{OPEN}/verify/verdicts.csv",
            evidence=f"{OPEN}/verify/evidence.csv",
            recomputed=f"{OPEN}/verify/recomputed.csv",
        log:
            f"{LOGS}/claim-again.log",
        benchmark:
            f"{LOGS}/claim-again.benchmark.tsv"
        params:
            base=of_input("base"),
        message:
            "Recomputing every claim that open tables bear"
        shell:
            "python -m fieldstudy claim again --config {input.config} --claims {input.claims}"
            " --base {params.base} --kept {input.kept} --findings {output.findings}"
            " --verdicts {output.verdicts} --evidence {output.evidence}"
            " --recomputed {output.recomputed} &> {log}"


rule claim_consistency:
    input:
        # Printed figures and public record alone: nothing here waits for disclosure control.
        figures=PRINTED_FIGURES,
        record=expand(f"{config['record']}/{{table}}.csv", table=RECORD),
        package=sources("claim"),
    output:
        f"{OPEN}/verify/consistency.csv",
    log:
        f"{LOGS}/claim-consistency.log",
    benchmark:
        f"{LOGS}/claim-consistency.benchmark.tsv"
    params:
        record=folder(config["record"]),
    message:
        "Checking published figures against one another"
    shell:
        "python -m fieldstudy claim consistency {input.figures:q} --record {params.record:q}"
        " --out {output} &> {log}"
