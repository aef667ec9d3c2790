# Two commands matter: `make serve` runs the site with an invented company in it, `make test` runs every check and test.
# Both make what they need in .venv, and again only when pyproject.toml or constraints.txt have changed.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Tests run in this many processes; many of them wait for others most of their time. Browsers have a turn of their own,
# because theirs wait for what people would see in time.
JOBS ?= 4
BROWSERS ?= 2
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help serve test gates lint format types layers templates tests migration messages constraints

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

serve: $(VENV)/.serve ## Run the site with an invented company; more words to it: make serve ARGS="--port 8080"
	@exec $(BIN)/training serve --demo $(ARGS)

test: gates tests ## Everything that must hold before a change goes in

gates: lint types layers templates

lint: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.test
	$(BIN)/mypy

layers: $(VENV)/.test
	$(BIN)/lint-imports

templates: $(VENV)/.test
	$(BIN)/djlint training/templates --lint --quiet

tests: $(VENV)/.test ## The tests alone; some of them: make tests ARGS="tests/rules -k due"
ifeq ($(ARGS),)
	$(BIN)/pytest -n $(JOBS) --ignore tests/browser
	$(BIN)/pytest -n $(BROWSERS) tests/browser
else
	$(BIN)/pytest -n $(JOBS) $(ARGS)
endif

format: $(VENV)/.test ## Put the code into its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

migration: $(VENV)/.test ## Write a revision of the tables: make migration m="Keep the colour"
	$(BIN)/training migration "$(m)"
	$(BIN)/ruff format training/migrations/versions

# Desktops set LANGUAGE for programs of their own; only what stands after “make messages” is meant.
messages: $(VENV)/.serve ## Bring translations up to date, check and compile them: make messages LANGUAGE=de
	@$(BIN)/python -m training.core.catalogues $(if $(filter command,$(firstword $(origin LANGUAGE))),$(LANGUAGE))

constraints: $(VENV)/.test ## Note the versions that are installed, after an update of the libraries
	$(BIN)/python -m pip list --format freeze --exclude-editable --exclude pip --exclude setuptools > constraints.txt

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what the site needs …"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable ".[test]"
	@touch $@
