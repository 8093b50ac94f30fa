# code: agreement, adjudication, the framework matrix, quotations found word for word.
CODED = f"{SAFEGUARDED}/code"


rule code_segments:
    input:
        turns=f"{SAFE}/turns.csv",
        codings=f"{SAFE}/codings.csv",
        adjudications=f"{SAFE}/adjudications.csv",
        codebook=CODEBOOK,
        package=sources("code"),
    output:
        segments=f"{CODED}/segments.csv",
        agreement=f"{CODED}/agreement.csv",
        disagreements=f"{CODED}/disagreements.csv",
    log:
        f"{LOGS}/code-segments.log",
    benchmark:
        f"{LOGS}/code-segments.benchmark.tsv"
    message:
        "Measuring agreement between coders, applying adjudications"
    shell:
        "python -m fieldstudy code segments --turns {input.turns} --codings {input.codings}"
        " --adjudications {input.adjudications} --codebook {input.codebook}"
        " --segments {output.segments} --agreement {output.agreement}"
        " --disagreements {output.disagreements} &> {log}"


rule code_matrix:
    input:
        segments=f"{CODED}/segments.csv",
        interviews=f"{SAFE}/interviews.csv",
        codebook=CODEBOOK,
        package=sources("code"),
    output:
        matrix=f"{CODED}/matrix.csv",
        voices=f"{CODED}/voices.csv",
    log:
        f"{LOGS}/code-matrix.log",
    benchmark:
        f"{LOGS}/code-matrix.benchmark.tsv"
    message:
        "Charting the framework matrix"
    shell:
        "python -m fieldstudy code matrix --segments {input.segments}"
        " --interviews {input.interviews} --codebook {input.codebook} --matrix {output.matrix}"
        " --voices {output.voices} &> {log}"


rule code_quotes:
    input:
        turns=f"{SAFE}/turns.csv",
        participants=f"{SAFE}/participants.csv",
        segments=f"{CODED}/segments.csv",
        codebook=CODEBOOK,
        quotes="config/quotes.yml",
        package=sources("code"),
    output:
        f"{CODED}/quotations.csv",
    log:
        f"{LOGS}/code-quotes.log",
    benchmark:
        f"{LOGS}/code-quotes.benchmark.tsv"
    message:
        "Finding every quotation word for word"
    shell:
        "python -m fieldstudy code quotes --turns {input.turns}"
        " --participants {input.participants} --segments {input.segments}"
        " --codebook {input.codebook} --quotes {input.quotes} --quotations {output} &> {log}"
