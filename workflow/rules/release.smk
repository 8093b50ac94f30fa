# release: look for leaks in all that is open, then list it with checksums.
RELEASED = [
    *OPENED,
    *CONSISTENCY,
    *rules.draw_figures.output,
    *rules.draw_tables.output,
    *rules.draw_dictionary.output,
    *rules.write_assemble.output,
    *rules.write_paper.output,
    f"{OPEN}/verify/report.html",
    f"{OPEN}/codecheck.yml",
    *rules.write_evidence.output,
    *rules.claim_ledger.output,
]
BASELINE = "config/baseline.csv"
BUNDLE = f"{config['id']}-{config['version']}"

# What a bundle gives to begin with.
if START == "open":
    GIVES = [*OPEN_TABLES, f"{OPEN}/verify/disclosure.csv"]
elif START == "safeguarded":
    GIVES = [
        *expand(f"{SAFE}/{{table}}.csv", table=["turns", "codings", *ANONYMISED]),
        f"{SAFEGUARDED}/ingest/hashes.csv",
    ]
if FROM_BUNDLE:

    rule release_given:
        input:
            [path.replace("results", GIVEN, 1) for path in GIVES],
            package=sources("release"),
        output:
            GIVES,
        log:
            f"{LOGS}/release-given.log",
        benchmark:
            f"{LOGS}/release-given.benchmark.tsv"
        params:
            given=GIVEN,
        message:
            "Taking what the bundle gives"
        shell:
            "python -m fieldstudy release given {params.given} {output} &> {log}"


rule release_report:
    input:
        verdicts=f"{OPEN}/verify/verdicts.csv",
        findings=f"{OPEN}/findings/findings.yml",
        figures=rules.draw_figures.output,
        tables=rules.draw_tables.output,
        paper="paper/index.qmd",
        claims="config/claims.yml",
        # A new study has accepted no verdicts yet.
        baseline=[BASELINE] if os.path.exists(BASELINE) else [],
        config=STUDY,
        package=sources("release"),
    output:
        page=f"{OPEN}/verify/report.html",
        codecheck=f"{OPEN}/codecheck.yml",
    log:
        f"{LOGS}/release-report.log",
    benchmark:
        f"{LOGS}/release-report.benchmark.tsv"
    params:
        figures=of_input("figures"),
        tables=of_input("tables"),
    message:
        "Writing the page of verdicts and the CODECHECK manifest"
    shell:
        "python -m fieldstudy release report --config {input.config} --claims {input.claims}"
        " --verdicts {input.verdicts} --baseline {input.baseline} --findings {input.findings}"
        " --paper {input.paper} --figures {params.figures} --tables {params.tables}"
        " --page {output.page} --codecheck {output.codecheck} &> {log}"


rule release_scan:
    input:
        released=RELEASED,
        register=f"{INGEST}/register.csv",
        participants=f"{INGEST}/participants.csv",
        decisions=f"{INGEST}/decisions.csv",
        key=KEY,
        config=STUDY,
        ways="config/scan.yml",
        package=sources("release"),
    output:
        f"{CONTROLLED}/release/scan.txt",
    log:
        f"{LOGS}/release-scan.log",
    benchmark:
        f"{LOGS}/release-scan.benchmark.tsv"
    params:
        folder=lambda wildcards, input: os.path.commonpath(list(input.released)),
    message:
        "Scanning the open tier for leaks"
    shell:
        "python -m fieldstudy release scan {params.folder} --without release/"
        " --config {input.config}"
        " --ways {input.ways} --register {input.register} --participants {input.participants}"
        " --decisions {input.decisions} --key {input.key} --out {output} &> {log}"


rule release_undecided:
    input:
        summary=f"{SAFE}/summary.csv",
        config=STUDY,
        package=sources("release"),
    output:
        f"{SAFEGUARDED}/release/undecided.txt",
    log:
        f"{LOGS}/release-undecided.log",
    benchmark:
        f"{LOGS}/release-undecided.benchmark.tsv"
    message:
        "Looking for names that wait for a decision"
    shell:
        "python -m fieldstudy release undecided --config {input.config}"
        " --summary {input.summary} --out {output} &> {log}"


rule release_manifest:
    input:
        released=RELEASED,
        # A bundle was scanned, and its names decided on, where it was made.
        checked=(
            []
            if FROM_BUNDLE
            else [
                f"{SAFEGUARDED}/release/undecided.txt",
                f"{CONTROLLED}/release/scan.txt",
            ]
        ),
        road=f"{OPEN}/paper/road.txt",
        lock=LOCK,
        config=STUDY,
        package=sources("release"),
    output:
        manifest=f"{OPEN}/release/manifest.csv",
        facts=f"{OPEN}/release/release.yml",
    log:
        f"{LOGS}/release-manifest.log",
    benchmark:
        f"{LOGS}/release-manifest.benchmark.tsv"
    params:
        folder=lambda wildcards, input: os.path.commonpath(list(input.released)),
    message:
        "Listing every open file with its checksum"
    shell:
        "python -m fieldstudy release manifest {params.folder} --config {input.config}"
        " --lock {input.lock:q} --road {input.road} --manifest {output.manifest}"
        " --facts {output.facts} &> {log}"


# A bundle is laid out as a folder, scanned as that folder, and only then zipped.
rule release_stage:
    input:
        manifest=rules.release_manifest.output,
        released=RELEASED,
        safeguarded=[
            *expand(f"{SAFE}/{{table}}.csv", table=["turns", "codings", *ANONYMISED]),
            *expand(f"{CODED}/{{table}}.csv", table=["segments", "quotations"]),
            *expand(f"{TABULATED}/base/{{table}}.csv", table=BASE),
            *expand(f"{TABULATED}/tables/{{table}}.csv", table=cross_tables()),
            f"{SAFEGUARDED}/ingest/hashes.csv",
        ],
        study=[*study_files(), *workflow_files()],
    output:
        directory(f"{CONTROLLED}/release/{{tier}}"),
    log:
        f"{LOGS}/release-stage-{{tier}}.log",
    benchmark:
        f"{LOGS}/release-stage-{{tier}}.benchmark.tsv"
    params:
        results=lambda wildcards, input: os.path.dirname(OPEN),
        workflow=os.path.dirname(FRONT) or ".",
        made=made_open,
    message:
        "Laying out the {wildcards.tier} bundle"
    shell:
        "python -m fieldstudy release stage {wildcards.tier} --results {params.results}"
        " --workflow {params.workflow:q} --made {params.made:q} --out {output} &> {log}"


rule release_scan_bundle:
    input:
        bundle=f"{CONTROLLED}/release/{{tier}}",
        register=f"{INGEST}/register.csv",
        participants=f"{INGEST}/participants.csv",
        decisions=f"{INGEST}/decisions.csv",
        key=KEY,
        config=STUDY,
        ways="config/scan.yml",
        package=sources("release"),
    output:
        f"{CONTROLLED}/release/{{tier}}-scan.txt",
    log:
        f"{LOGS}/release-scan-{{tier}}.log",
    benchmark:
        f"{LOGS}/release-scan-{{tier}}.benchmark.tsv"
    message:
        "Scanning the {wildcards.tier} bundle for leaks"
    shell:
        "python -m fieldstudy release scan {input.bundle}/study --config {input.config}"
        " --ways {input.ways} --register {input.register} --participants {input.participants}"
        " --decisions {input.decisions} --key {input.key} --out {output} &> {log}"


rule release_bundle:
    input:
        folder=f"{CONTROLLED}/release/{{tier}}",
        scanned=f"{CONTROLLED}/release/{{tier}}-scan.txt",
        package=sources("release"),
    output:
        f"results/{{tier}}/release/{BUNDLE}-{{tier}}.zip",
    log:
        f"{LOGS}/release-bundle-{{tier}}.log",
    benchmark:
        f"{LOGS}/release-bundle-{{tier}}.benchmark.tsv"
    message:
        "Zipping the {wildcards.tier} bundle"
    shell:
        "python -m fieldstudy release zip {input.folder} --out {output} &> {log}"


# `snakemake release --config bundle=safeguarded` makes the other one.
rule release:
    input:
        f"results/{config.get('bundle', 'open')}/release/{BUNDLE}-{config.get('bundle', 'open')}.zip",
