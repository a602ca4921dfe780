# make run    every rung of the ladder, by hand against autograd, on real data
# make test   style, types, layers and tests
# Each sets itself up in .venv the first time, and again when the requirements change.

PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
JOBS ?= auto

export OMP_NUM_THREADS ?= 1
export PIP_NO_INPUT = 1

.PHONY: run test clean

run: .venv/run-is-set-up
	$(BIN)/backproof ladder

test: .venv/test-is-set-up
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses $(JOBS)

clean:
	rm -rf .venv

.venv/run-is-set-up: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "backproof needs Python 3.11 or later; this is " + sys.version.split()[0] + ": make PYTHON=python3.11 $(MAKECMDGOALS)")'
	@echo "setting up .venv (about a minute, once)"
	$(PYTHON) -m venv --clear .venv
	$(INSTALL) torch
	$(INSTALL) --editable .
	@touch $@

.venv/test-is-set-up: .venv/run-is-set-up
	$(INSTALL) --editable '.[test]'
	@touch $@
