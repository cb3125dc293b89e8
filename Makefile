# make install · make demo · make test: each works in a fresh clone with Python 3.11+, pip and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: install demo test lock golden clean

install: $(VENV)/.program
demo: $(VENV)/.program
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh demo.sh
test: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -n 2

golden: $(VENV)/.development
	$(BIN)/python -m pytest tests --update-golden

# Lock files carry hashes and name no registry; they hold for every supported Python and platform.
lock: $(VENV)/.development
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/program.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/development.txt

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "clausegen needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.program: $(VENV)/bin/python requirements/program.txt pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/program.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.development: $(VENV)/.program requirements/development.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@

clean:
	rm -rf $(VENV) build dist out
