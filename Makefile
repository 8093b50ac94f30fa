# The everyday commands; `make help` lists them. Each sets up .venv first if that is not done.
SHELL := /bin/sh
CORES ?= all
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONDONTWRITEBYTECODE := 1
SNAKEMAKE := snakemake --cores $(CORES) --workflow-profile workflow/profiles/default

.DEFAULT_GOAL := paper
.PHONY: paper check test test-all verify release scan lint bench standin clean help

paper: .venv/ready ## build everything, from the raw data to the paper
	@$(SNAKEMAKE)

check: .venv/ready ## list all that is missing or wrong in the study
	@python -m fieldstudy check

test: .venv/ready ## run the tests
	@pytest -n 2

test-all: .venv/ready ## run the slow tests too
	@pytest -n 2 -m "slow or not slow"

verify: .venv/ready ## rebuild from nothing, compare checksums and verdicts with those before
	@python -m fieldstudy release keep
	@$(SNAKEMAKE) --forceall
	@python -m fieldstudy release verify

release: .venv/ready ## scan for leaks and write the manifest
	@$(SNAKEMAKE) release

scan: .venv/ready ## look in FOLDER=… for what must not leave (results/open if none is named)
	@python -m fieldstudy release scan $(or $(FOLDER),results/open)

lint: .venv/ready ## check format, style and types
	@ruff format --check . && ruff check .
	@mypy
	@snakefmt --check Snakefile workflow/rules
	@snakemake --lint

bench: .venv/ready ## time a cold build, a small edit and a build with nothing to do
	@python tests/bench.py
	@PYTHONPATH=workflow python tests/bench_codings.py
	@python tests/bench_coded.py
	@python tests/bench_agreement.py
	@python tests/bench_claims.py
	@PYTHONPATH=workflow python tests/bench_scan.py

standin: .venv/ready ## make the stand-in's files again from their masters
	@python data/standin/make.py

clean: ## remove what was built
	@rm -rf results .snakemake

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: requirements.lock requirements-model.lock pyproject.toml workflow/setup.sh
	@sh workflow/setup.sh
