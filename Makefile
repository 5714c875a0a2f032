# Every target works as the first command typed in a fresh clone; environments are made as needed.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?= python3
BIN := .venv/bin
BENCH_PYTHON ?= .bench-venv/bin/python
LAB_ARGS ?=
PYTEST_ARGS ?=
# One more than there are cores: what drives a browser waits for a third of its time.
WORKERS ?= 3

# Tests start `jupyter`, and kernels start `python`: both are to be those of .venv.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# An editable install copies the front end, so a rebuilt one is installed again.
INSTALLED := pyproject.toml autograd_nb/_kernelspec/kernel.json labextension/package.json labextension/install.json autograd_nb/_labextension/package.json
# The oldest JupyterLab and Notebook that pyproject.toml allows, which the browser suite drives too.
OLDEST := $(shell sed -nE 's/^lab = \["(jupyterlab)>=([0-9.]+)", "(notebook)>=([0-9.]+)".*/\1==\2.* \3==\4.*/p' pyproject.toml)
NODE_MODULES := labextension/node_modules/.package-lock.json

.PHONY: help lab test bench gallery notebooks frontend venv clean checks lint types frontend-checks bundle-check tools

help:
	@echo "make lab         open JupyterLab on the notebooks of the chapter"
	@echo "make test        run every check and test"
	@echo "make bench       measure speed, as ratios"
	@echo "make gallery     take the pictures of the documentation"
	@echo "make notebooks   execute the notebooks and save them"
	@echo "make frontend    build the JupyterLab extension (needs Node)"
	@echo "make clean       remove everything that make has made"

# --- environments ------------------------------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "autograd_nb needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

.venv/lab.stamp: $(INSTALLED) | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[lab]'
	@touch $@

.venv/dev.stamp: $(INSTALLED) | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --no-deps --upgrade --target .venv/oldest $(foreach each,$(OLDEST),'$(each)')
	@touch $@ .venv/lab.stamp

# What we are measured against, and nothing else here may meet: it has an environment of its own. Each rival is
# installed by itself, so that the benchmarks go on without one that cannot be had.
# torchviz still imports distutils, which setuptools provides on Python 3.12 and newer.
.bench-venv/stamp: pyproject.toml
	$(PYTHON) -m venv .bench-venv
	.bench-venv/bin/python -m pip install --quiet --editable . setuptools
	@for rival in 'torch==2.13.0' torchviz autograd mygrad; do \
		echo "pip install $$rival"; .bench-venv/bin/python -m pip install --quiet "$$rival" \
			|| echo "$$rival could not be installed here: the benchmarks go on without it."; \
	done
	@touch $@

$(NODE_MODULES): labextension/package.json labextension/package-lock.json
	@command -v npm >/dev/null || { echo "The front end is built with Node 20 or newer: npm was not found." >&2; exit 1; }
	cd labextension && npm ci --no-audit --no-fund
	@touch $@

venv: .venv/dev.stamp

# --- what a learner types ------------------------------------------------------------------------------------------

# Jupyter refuses to run as root unless told to, which is how containers run it.
lab: .venv/lab.stamp
	$(BIN)/jupyter lab --ServerApp.root_dir=notebooks $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_ARGS)

# --- what a contributor types --------------------------------------------------------------------------------------

# First the bundle, which the other tests read. Then two lanes beside each other: Python tests here, and in the
# background what reads the code or runs on Node. nbval collects notebooks/ only: notebooks in tests/ are material.
# Files go in their own order, so that the browser's, whose few tests take longest, are not left to the end.
test: tools
	@$(MAKE) --no-print-directory -j2 .venv/dev.stamp $(NODE_MODULES)
	@$(MAKE) --no-print-directory bundle-check
	@mkdir -p build
	@echo "lint, types and front end: running in the background, shown below"; \
	$(MAKE) --no-print-directory --keep-going checks >build/checks.log 2>&1 & checks=$$!; \
	trap 'kill $$checks 2>/dev/null || true' EXIT; \
	tests=0; \
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --nbval --ignore-glob='tests/*.ipynb' tests notebooks $(PYTEST_ARGS) \
		2>&1 | tee build/pytest.log || tests=$$?; \
	code=0; wait $$checks || code=$$?; trap - EXIT; \
	echo; echo "lint, types and front end:"; cat build/checks.log; \
	if [ $$code -eq 0 ]; then echo "lint, types and front end: passed"; else echo "lint, types and front end: FAILED"; fi; \
	echo; tail -n 1 build/pytest.log; \
	[ $$tests -eq 0 ] && [ $$code -eq 0 ]

tools:
	@for tool in npm chromium; do \
		command -v $$tool >/dev/null || { echo "make test needs $$tool, which was not found." >&2; exit 1; }; \
	done

checks: lint types frontend-checks

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

frontend-checks: $(NODE_MODULES)
	cd labextension && npm run --silent lint && npm run --silent check && npm run --silent test

# Builds in place and compares with what was there, so a bundle that was left behind is up to date afterwards.
bundle-check: $(NODE_MODULES)
	@rm -rf build/bundle && mkdir -p build/bundle
	@cp -R autograd_nb/_labextension autograd_nb/display/standalone.js build/bundle/
	cd labextension && npm run --silent build
	@if diff -rq build/bundle/_labextension autograd_nb/_labextension \
		&& cmp build/bundle/standalone.js autograd_nb/display/standalone.js; \
	then echo "The committed front end is what its sources give."; \
	else echo "The front end was older than its sources. It is built anew: commit it." >&2; exit 1; fi

frontend: $(NODE_MODULES)
	cd labextension && npm run --silent build

notebooks: .venv/dev.stamp
	$(BIN)/python tests/notebooks/execute.py

gallery: .venv/dev.stamp $(NODE_MODULES)
	AUTOGRAD_NB_GALLERY=write $(BIN)/python -m pytest tests/browser/test_gallery.py

bench: $(if $(filter .bench-venv/%,$(BENCH_PYTHON)),.bench-venv/stamp) .venv/dev.stamp
	$(BENCH_PYTHON) -m benchmarks
	$(BIN)/python -m benchmarks.opening
	$(BIN)/python -m pytest -q -s tests/browser/test_speed.py

clean:
	rm -rf .venv .bench-venv build dist labextension/node_modules labextension/lib
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/browser/screenshots
	find autograd_nb tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
