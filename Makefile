# The everyday commands; `make help` lists them. Each sets up .venv first if that is not done.
SHELL := /bin/sh
CORES ?= all
BUNDLE ?= open
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONDONTWRITEBYTECODE := 1
BUILD := python -m fieldstudy build --cores $(CORES) --workflow-profile workflow/profiles/default

.DEFAULT_GOAL := paper
.PHONY: paper check examples test test-all verify release reproduce scan purge lint bench bench-scale standin pictures clean help

paper: .venv/ready ## build everything, from the raw data to the paper
	@$(BUILD)

check: .venv/ready ## list all that is missing or wrong in the study
	@python -m fieldstudy check

test: .venv/ready ## run the tests
	@pytest -n 2

test-all: .venv/ready ## run the slow tests too
	@pytest -n 2 -m "slow or not slow"

examples: .venv/ready ## build the second study, and lay it beside the first
	@cd examples/water-safety && PYTHONPATH=../../workflow \
	    python -m fieldstudy build --cores $(CORES) --workflow-profile ../../workflow/profiles/default
	@python -m fieldstudy compare . examples/water-safety --crosswalk examples/crosswalk.yml

verify: .venv/ready ## rebuild from nothing, compare checksums and verdicts with those before
	@python -m fieldstudy release keep
	@$(BUILD) --forceall
	@python -m fieldstudy release verify

release: .venv/ready ## scan for leaks and write the open bundle (BUNDLE=safeguarded: the other)
	@$(BUILD) release --config bundle=$(BUNDLE)
	@ls results/$(BUNDLE)/release/*-$(BUNDLE).zip

reproduce: .venv/ready ## build two clones under unlike circumstances, and compare every open file
	@python -m fieldstudy release reproduce

scan: .venv/ready ## look in FOLDER=… for what must not leave (results/open if none is named)
	@python -m fieldstudy release scan $(or $(FOLDER),results/open)

purge: .venv/ready ## when retention ends, remove raw data and the controlled tier (YES=1)
	@python -m fieldstudy release purge $(if $(YES),--yes)

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
	@PYTHONPATH=workflow python tests/bench_anonymise.py
	@PYTHONPATH=workflow python tests/bench_folder.py
	@PYTHONPATH=workflow python tests/bench_scan.py

bench-scale: .venv/ready ## build synthetic studies of 100 to 10,000 interviews; takes hours
	@python tests/scale/bench.py --sizes 100 1000 --model spacy
	@python tests/scale/bench.py --sizes 100 1000 10000

standin: .venv/ready ## make the stand-in's files again from their masters
	@python data/standin/make.py

pictures: .venv/ready ## take the README's pictures of the built paper and evidence site
	@python docs/pictures.py

clean: ## remove what was built
	@rm -rf results .snakemake

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/ready: requirements.lock requirements-model.lock pyproject.toml workflow/setup.sh
	@sh workflow/setup.sh
