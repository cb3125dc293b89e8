# make install · make demo · make quick · make test · make wheel · make site: each works in a fresh clone with Python 3.11+.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: install demo test quick coverage site wheel test-wheel lock golden clean

install: $(VENV)/.program
demo: $(VENV)/.program
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh demo.sh
test: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/typos
	$(BIN)/python -m pytest -n 2

# Between two edits: everything static, and the unit tests of the packages with changes that are not committed; of some
# packages that others rest on where there are none. All unit tests take some four minutes: make quick QUICK=tests/unit
CHANGED = $(shell git status --porcelain | sed -nE 's,^.. (clausegen|tests/unit)/([a-z]+)/.*,tests/unit/\2,p' | sort -u)
QUICK ?= $(or $(wildcard $(CHANGED)),$(addprefix tests/unit/,library risk runtime structure))
quick: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/typos
	$(BIN)/python -m pytest -n 2 $(QUICK) tests/cli/test_prose.py

# Which lines the tests run: out/coverage/index.html.
coverage: $(VENV)/.development
	$(BIN)/coverage run -m pytest tests/unit tests/cli tests/library
	$(BIN)/coverage html -q -d out/coverage
	$(BIN)/coverage report --skip-covered --sort=cover | tail -n 40

# The documentation: site/index.html.
site: $(VENV)/.development
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/docs.txt
	$(BIN)/python -m mkdocs build -q

wheel: $(VENV)/.program
	$(BIN)/pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w dist .

# The wheel as users get it: in an environment of its own, away from the source.
test-wheel: wheel
	sh tests/wheel.sh $(PYTHON)

golden: $(VENV)/.development
	$(BIN)/python -m pytest tests --update-golden

# Lock files carry hashes and name no registry; they hold for every supported Python and platform. Extras stay in them:
# pip takes "name[extra]" for another project than "name", and would look for its newest version, which has no hash here.
lock: $(VENV)/.development
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --extra web --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header -q -o requirements/program.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --no-strip-extras --generate-hashes --no-emit-index-url --no-header -q -o requirements/development.txt
	$(BIN)/uv pip compile --group docs --universal --python-version 3.11 --no-strip-extras --generate-hashes --no-emit-index-url --no-header -q -o requirements/docs.txt

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
	rm -rf $(VENV) build dist out site
