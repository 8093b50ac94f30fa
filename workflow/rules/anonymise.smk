# anonymise: mask every identifier, carry codings and tables across, measure what was masked.
# The tables that say who is who, and those with text to be masked as the transcripts are.
OWN = expand(
    f"{INGEST}/{{table}}.csv", table=["areas", "participants", "register", "decisions"]
)
MASKED = [
    *OWN,
    *expand(
        f"{INGEST}/{{table}}.csv",
        table=[name for name in INSTRUMENTS if has_text(name) or name == "feedback"],
    ),
]


# Masking takes three steps, so that a batch needs no other batch's text: what each shows by itself, one
# replacement for everybody in the study, and each masked with these.
BATCH = f"{KEPT}/batches/{{batch}}"


rule anonymise_find:
    input:
        turns=f"{INGEST}/turns/{{batch}}.csv",
        tables=MASKED,
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        f"{KEPT}/finds/{{batch}}.json",
    log:
        f"{LOGS}/anonymise-find-{{batch}}.log",
    benchmark:
        f"{LOGS}/anonymise-find-{{batch}}.benchmark.tsv"
    params:
        cells=cells,
    message:
        "Finding identifiers in the transcripts, batch {wildcards.batch}"
    shell:
        "python -m fieldstudy anonymise find --config {input.config}"
        " --declared {input.declared} --turns {input.turns} --tables {input.tables}"
        " {params.cells} --finds {output} &> {log}"


rule anonymise_number:
    input:
        finds=expand(f"{KEPT}/finds/{{batch}}.json", batch=BATCHES),
        tables=MASKED,
        salted=ancient(f"{INGEST}/hashes.csv"),  # makes the salt where there is none
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        temp(f"{KEPT}/numbers.json"),
    log:
        f"{LOGS}/anonymise-number.log",
    benchmark:
        f"{LOGS}/anonymise-number.benchmark.tsv"
    message:
        "Giving everybody one replacement"
    shell:
        "python -m fieldstudy anonymise number --config {input.config}"
        " --declared {input.declared} --finds {input.finds} --tables {input.tables}"
        " --numbers {output} &> {log}"


rule anonymise_mask:
    input:
        turns=f"{INGEST}/turns/{{batch}}.csv",
        finds=f"{KEPT}/finds/{{batch}}.json",
        numbers=f"{KEPT}/numbers.json",
        tables=MASKED,
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        batch=temp(directory(BATCH)),
        diff=f"{KEPT}/diff/{{batch}}.html",
    log:
        f"{LOGS}/anonymise-mask-{{batch}}.log",
    benchmark:
        f"{LOGS}/anonymise-mask-{{batch}}.benchmark.tsv"
    params:
        cells=cells,
    message:
        "Masking identifiers in the transcripts, batch {wildcards.batch}"
    shell:
        "python -m fieldstudy anonymise mask --config {input.config}"
        " --declared {input.declared} --turns {input.turns} --finds {input.finds}"
        " --numbers {input.numbers} --tables {input.tables} {params.cells}"
        " --into {output.batch} --diff {output.diff} &> {log}"


rule anonymise_join:
    input:
        batches=expand(BATCH, batch=BATCHES),
        numbers=f"{KEPT}/numbers.json",
        config=STUDY,
        package=sources("anonymise"),
    output:
        turns=f"{SAFE}/turns.csv",
        spans=f"{KEPT}/spans.csv",
        key=KEY,
        review=f"{KEPT}/review.csv",
        unmatched=f"{KEPT}/unmatched.csv",
    log:
        f"{LOGS}/anonymise-join.log",
    benchmark:
        f"{LOGS}/anonymise-join.benchmark.tsv"
    message:
        "Putting the masked transcripts together"
    shell:
        "python -m fieldstudy anonymise join --batches {input.batches} --config {input.config}"
        " --numbers {input.numbers} --out {output.turns} --spans {output.spans}"
        " --key {output.key} --review {output.review} --unmatched {output.unmatched} &> {log}"


rule anonymise_codings:
    input:
        codings=f"{INGEST}/codings.csv",
        turns=f"{SAFE}/turns.csv",
        spans=f"{KEPT}/spans.csv",
        config=STUDY,
        package=sources("anonymise"),
    output:
        codings=f"{SAFE}/codings.csv",
        again=f"{KEPT}/found_again.csv",
    log:
        f"{LOGS}/anonymise-codings.log",
    benchmark:
        f"{LOGS}/anonymise-codings.benchmark.tsv"
    message:
        "Carrying codings to the anonymised text"
    shell:
        "python -m fieldstudy anonymise codings --config {input.config} --codings {input.codings}"
        " --turns {input.turns} --spans {input.spans} --out {output.codings}"
        " --again {output.again} &> {log}"


rule anonymise_people:
    input:
        tables=OWN,
        key=KEY,
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        expand(f"{SAFE}/{{table}}.csv", table=["areas", "interviews", "participants"]),
    log:
        f"{LOGS}/anonymise-people.log",
    benchmark:
        f"{LOGS}/anonymise-people.benchmark.tsv"
    params:
        folder=of_output,
    message:
        "Taking names off participants, areas and interviews"
    shell:
        "python -m fieldstudy anonymise people --config {input.config}"
        " --declared {input.declared} --tables {input.tables} --key {input.key}"
        " --out {params.folder} &> {log}"


rule anonymise_table:
    input:
        table=f"{INGEST}/{{table}}.csv",
        tables=OWN,
        key=KEY,
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        f"{SAFE}/{{table}}.csv",
    log:
        f"{LOGS}/anonymise-table-{{table}}.log",
    benchmark:
        f"{LOGS}/anonymise-table-{{table}}.benchmark.tsv"
    wildcard_constraints:
        table="|".join(["adjudications", *INSTRUMENTS]),
    message:
        "Keeping, generalising or dropping columns of the table {wildcards.table}"
    shell:
        "python -m fieldstudy anonymise table --config {input.config} --table {input.table}"
        " --declared {input.declared} --tables {input.tables} --key {input.key}"
        " --out {output} &> {log}"


rule anonymise_measure:
    input:
        turns=TURNS,
        gold=GOLD,
        tables=MASKED,
        spans=f"{KEPT}/spans.csv",
        key=KEY,
        review=f"{KEPT}/review.csv",
        unmatched=f"{KEPT}/unmatched.csv",
        people=f"{SAFE}/participants.csv",
        declared=TABLES,
        config=STUDY,
        package=sources("anonymise"),
    output:
        recall=f"{SAFE}/recall.csv",
        misses=f"{KEPT}/misses.csv",
        kanonymity=f"{SAFE}/kanonymity.csv",
        summary=f"{SAFE}/summary.csv",
    log:
        f"{LOGS}/anonymise-measure.log",
    benchmark:
        f"{LOGS}/anonymise-measure.benchmark.tsv"
    message:
        "Measuring what was masked, and how small each crowd is"
    shell:
        "python -m fieldstudy anonymise measure --config {input.config}"
        " --declared {input.declared} --turns {input.turns} --tables {input.tables}"
        " --spans {input.spans} --key {input.key} --review {input.review}"
        " --unmatched {input.unmatched}"
        " --people {input.people} --recall {output.recall} --misses {output.misses}"
        " --kanonymity {output.kanonymity} --summary {output.summary} &> {log}"
