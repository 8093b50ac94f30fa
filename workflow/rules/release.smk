# release: look for leaks in all that is open, then list it with checksums.
RELEASED = [
    *rules.disclose_pass.output,
    *rules.draw_figures.output,
    *rules.draw_tables.output,
    *rules.write_assemble.output,
    *rules.write_paper.output,
    *rules.write_evidence.output,
    *rules.claim_ledger.output,
]


rule release_scan:
    input:
        released=RELEASED,
        register=f"{INGEST}/register.csv",
        config="config/disclosure.yml",
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
        "python -m fieldstudy release scan {params.folder} --register {input.register}"
        " --out {output} &> {log}"


rule release_manifest:
    input:
        released=RELEASED,
        scanned=f"{CONTROLLED}/release/scan.txt",
        road=f"{OPEN}/paper/road.txt",
        lock="requirements.lock",
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
        " --lock {input.lock} --road {input.road} --manifest {output.manifest}"
        " --facts {output.facts} &> {log}"


rule release:
    input:
        rules.release_manifest.output,
