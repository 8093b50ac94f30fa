# The DAG's front door: `snakemake --cores all` builds the paper and everything before it.
configfile: "config/study.yml"


# For those who run the rules in a container: `docker build --tag fieldstudy:0.1.0 .` makes it of the lock.
container: "docker-daemon://fieldstudy:0.1.0"


include: "workflow/rules/common.smk"
include: "workflow/rules/ingest.smk"
include: "workflow/rules/anonymise.smk"
include: "workflow/rules/code.smk"
include: "workflow/rules/tabulate.smk"
include: "workflow/rules/claim.smk"
include: "workflow/rules/disclose.smk"
include: "workflow/rules/draw.smk"
include: "workflow/rules/write.smk"
include: "workflow/rules/release.smk"


localrules:
    all,
    code,
    paper,
    release,


rule all:
    default_target: True
    input:
        rules.code.input,
        rules.paper.input,
        rules.release.input,


onsuccess:
    shell("python -m fieldstudy release summary")
