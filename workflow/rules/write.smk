# write: the paper as a Quarto project and in all its forms; its evidence site; the notebooks, executed.
SOURCE = f"{OPEN}/paper/source"
FORMS = ("index.html", "paper.pdf", "paper.docx", "paper.xml")
NOTEBOOKS = sorted(path.stem for path in Path("notebooks").glob("*.ipynb"))


rule write_assemble:
    input:
        paper=[
            str(path)
            for path in sorted(Path("paper").rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        ],
        findings=f"{OPEN}/findings/findings.yml",
        figures=rules.draw_figures.output,
        tables=rules.draw_tables.output,
        prose="config/prose.yml",
        package=sources("write"),
    output:
        source=directory(SOURCE),
        unprinted=f"{OPEN}/verify/unprinted.csv",
    log:
        f"{LOGS}/write-assemble.log",
    benchmark:
        f"{LOGS}/write-assemble.benchmark.tsv"
    params:
        figures=of_input("figures"),
        tables=of_input("tables"),
    message:
        "Assembling the paper's Quarto project"
    shell:
        "python -m fieldstudy write assemble --paper paper --findings {input.findings}"
        " --figures {params.figures} --tables {params.tables} --prose {input.prose}"
        " --unprinted {output.unprinted} --out {output.source} &> {log}"


rule write_paper:
    input:
        source=SOURCE,
        config=STUDY,
        package=sources("write"),
    output:
        expand(f"{OPEN}/paper/{{form}}", form=FORMS),
        road=f"{OPEN}/paper/road.txt",
    log:
        f"{LOGS}/write-paper.log",
    benchmark:
        f"{LOGS}/write-paper.benchmark.tsv"
    params:
        folder=of_output,
    message:
        "Rendering the paper: HTML, PDF, Word, JATS"
    shell:
        "python -m fieldstudy write render {input.source} --config {input.config}"
        " --out {params.folder} &> {log}"


# Open files and prose only: it may not know more than the open tier.
rule write_evidence:
    input:
        ledger=f"{OPEN}/verify/ledger.json",
        findings=f"{OPEN}/findings/findings.yml",
        verdicts=f"{OPEN}/verify/verdicts.csv",
        evidence=f"{OPEN}/verify/evidence.csv",
        base=expand(f"{OPEN}/tables/base/{{table}}.csv", table=OPEN_BASE),
        figures=rules.draw_figures.output,
        paper="paper/index.qmd",
        config=[STUDY, CODEBOOK, TABLES],
        package=sources("write"),
    output:
        f"{OPEN}/evidence/index.html",
    log:
        f"{LOGS}/write-evidence.log",
    benchmark:
        f"{LOGS}/write-evidence.benchmark.tsv"
    params:
        base=of_input("base"),
        figures=of_input("figures"),
        config=of_input("config"),
    message:
        "Making the open evidence site"
    shell:
        "python -m fieldstudy write evidence --ledger {input.ledger}"
        " --findings {input.findings} --verdicts {input.verdicts} --evidence {input.evidence}"
        " --base {params.base} --figures {params.figures} --paper {input.paper}"
        " --config {params.config} --out {output} &> {log}"


rule write_evidence_safeguarded:
    input:
        ledger=f"{OPEN}/verify/ledger.json",
        findings=f"{CLAIMED}/findings.yml",
        verdicts=f"{CLAIMED}/verdicts.csv",
        evidence=f"{CLAIMED}/evidence.csv",
        base=expand(f"{TABULATED}/base/{{table}}.csv", table=BASE),
        figures=rules.draw_figures.output,
        safeguarded=[
            *(f"{SAFE}/{table}.csv" for table in ("turns", "codings")),
            *(f"{SAFE}/{table}.csv" for table in ("participants", "interviews")),
            *(f"{CODED}/{table}.csv" for table in ("segments", "quotations")),
            f"{SAFEGUARDED}/ingest/hashes.csv",
        ],
        paper="paper/index.qmd",
        config=[STUDY, CODEBOOK, TABLES],
        package=sources("write"),
    output:
        f"{SAFEGUARDED}/evidence/index.html",
    log:
        f"{LOGS}/write-evidence-safeguarded.log",
    benchmark:
        f"{LOGS}/write-evidence-safeguarded.benchmark.tsv"
    params:
        base=of_input("base"),
        figures=of_input("figures"),
        config=of_input("config"),
        tier=lambda wildcards, output: os.path.dirname(os.path.dirname(output[0])),
    message:
        "Making the evidence site with the anonymised transcripts"
    shell:
        "python -m fieldstudy write evidence --ledger {input.ledger}"
        " --findings {input.findings} --verdicts {input.verdicts} --evidence {input.evidence}"
        " --base {params.base} --figures {params.figures} --paper {input.paper}"
        " --config {params.config} --safeguarded {params.tier} --out {output} &> {log}"


rule write_notebooks:
    input:
        notebooks=expand("notebooks/{name}.ipynb", name=NOTEBOOKS),
        turns=f"{SAFE}/turns.csv",
        coded=[*rules.code_segments.output, *rules.code_matrix.output],
        base=expand(f"{TABULATED}/base/{{table}}.csv", table=BASE),
        findings=f"{OPEN}/findings/findings.yml",
        tables=OPEN_TABLES,
        look=sources("draw"),
        package=sources("write"),
    output:
        expand(
            f"{SAFEGUARDED}/notebooks/{{name}}.{{form}}",
            name=NOTEBOOKS,
            form=["ipynb", "html"],
        ),
    log:
        f"{LOGS}/write-notebooks.log",
    benchmark:
        f"{LOGS}/write-notebooks.benchmark.tsv"
    params:
        folder=of_output,
    message:
        "Executing the notebooks"
    shell:
        "python -m fieldstudy write notebooks {input.notebooks:q} --out {params.folder} &> {log}"


rule paper:
    input:
        rules.write_paper.output,
        rules.write_evidence.output,
        [rules.write_notebooks.output, rules.write_evidence_safeguarded.output]
        if START != "open"
        else [],
