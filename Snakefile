# The DAG's front door: `snakemake --cores all` builds the paper and everything before it.
configfile: "config/study.yml"


# For those who run the rules in a container: `docker build --tag fieldstudy:0.1.0 .` makes it of the lock.
container: "docker-daemon://fieldstudy:0.1.0"


include: "workflow/rules/common.smk"


# Only a build from raw data reads any; a bundle gives what these stages made (rule release_given).
if not FROM_BUNDLE:

    include: "workflow/rules/ingest.smk"
    include: "workflow/rules/anonymise.smk"


include: "workflow/rules/code.smk"
include: "workflow/rules/tabulate.smk"
include: "workflow/rules/claim.smk"


if START != "open":

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
        rules.code.input if START != "open" else [],
        rules.paper.input,
        rules.release_manifest.output,


onsuccess:
    shell("python -m fieldstudy release summary && python -m fieldstudy release seal")


onerror:
    shell("python -m fieldstudy release seal")
