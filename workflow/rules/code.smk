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


rule code_agreement:
    input:
        turns=f"{SAFE}/turns.csv",
        codings=f"{SAFE}/codings.csv",
        codebook=CODEBOOK,
        package=sources("code"),
    output:
        detail=f"{CODED}/agreement_detail.csv",
        stretches=f"{CODED}/agreement_stretches.csv",
    log:
        f"{LOGS}/code-agreement.log",
    benchmark:
        f"{LOGS}/code-agreement.benchmark.tsv"
    message:
        "Measuring agreement in detail"
    shell:
        "python -m fieldstudy code agreement --turns {input.turns} --codings {input.codings}"
        " --codebook {input.codebook} --detail {output.detail} --stretches {output.stretches}"
        " &> {log}"


rule code_dossier:
    input:
        turns=f"{SAFE}/turns.csv",
        codings=f"{SAFE}/codings.csv",
        adjudications=f"{SAFE}/adjudications.csv",
        agreement=f"{CODED}/agreement.csv",
        codebook=CODEBOOK,
        study=STUDY,
        package=sources("code"),
    output:
        page=f"{CODED}/disagreements.html",
        rows=f"{CODED}/dossier.csv",
        report=f"{CODED}/adjudication.csv",
    log:
        f"{LOGS}/code-dossier.log",
    benchmark:
        f"{LOGS}/code-dossier.benchmark.tsv"
    message:
        "Laying out the disagreements"
    shell:
        "python -m fieldstudy code dossier --turns {input.turns} --codings {input.codings}"
        " --adjudications {input.adjudications} --agreement {input.agreement}"
        " --codebook {input.codebook} --study {input.study} --page {output.page}"
        " --rows {output.rows} --report {output.report} &> {log}"


rule code_chart:
    input:
        segments=f"{CODED}/segments.csv",
        matrix=f"{CODED}/matrix.csv",
        turns=f"{SAFE}/turns.csv",
        interviews=f"{SAFE}/interviews.csv",
        codebook=CODEBOOK,
        study=STUDY,
        package=sources("code"),
    output:
        page=f"{CODED}/matrix.html",
        meetings=f"{CODED}/cooccurrence.csv",
        by_interview=f"{CODED}/code_by_interview.csv",
        saturation=f"{CODED}/saturation.csv",
    log:
        f"{LOGS}/code-chart.log",
    benchmark:
        f"{LOGS}/code-chart.benchmark.tsv"
    message:
        "Laying out the framework matrix"
    shell:
        "python -m fieldstudy code chart --segments {input.segments} --matrix {input.matrix}"
        " --turns {input.turns} --interviews {input.interviews} --codebook {input.codebook}"
        " --study {input.study} --page {output.page} --meetings {output.meetings}"
        " --by-interview {output.by_interview} --saturation {output.saturation} &> {log}"


rule code_reporting:
    input:
        turns=f"{SAFE}/turns.csv",
        participants=f"{SAFE}/participants.csv",
        interviews=f"{SAFE}/interviews.csv",
        codings=f"{SAFE}/codings.csv",
        segments=f"{CODED}/segments.csv",
        disagreements=f"{CODED}/disagreements.csv",
        quotations=f"{CODED}/quotations.csv",
        agreement=f"{CODED}/agreement.csv",
        codebook=CODEBOOK,
        reporting="config/reporting.yml",
        package=sources("code"),
    output:
        coreq=f"{CODED}/coreq.csv",
        srqr=f"{CODED}/srqr.csv",
    log:
        f"{LOGS}/code-reporting.log",
    benchmark:
        f"{LOGS}/code-reporting.benchmark.tsv"
    message:
        "Filling in the reporting guidelines"
    shell:
        "python -m fieldstudy code reporting --turns {input.turns}"
        " --participants {input.participants} --interviews {input.interviews}"
        " --codings {input.codings} --segments {input.segments}"
        " --disagreements {input.disagreements} --quotations {input.quotations}"
        " --agreement {input.agreement} --codebook {input.codebook}"
        " --reporting {input.reporting} --coreq {output.coreq} --srqr {output.srqr} &> {log}"


# What this stage makes for people to read; the paper rests on the tables of the other rules.
rule code:
    input:
        rules.code_agreement.output,
        rules.code_dossier.output,
        rules.code_chart.output,
        rules.code_reporting.output,
