# Everything runs in a virtual environment of its own; all that the machine must have is Python 3.11+ (with venv) and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test check fmt lock slow screens

run: $(READY) ## set up, then start the bot: Discord with DISCORD_TOKEN, else a chat in the terminal
	@$(BIN)/python -m bot

test: check ## set up, then every check and test
	$(BIN)/pytest -q -n auto --dist worksteal

check: $(READY) ## linter, formatting, types, and the project's own files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m bot check

slow: $(READY) ## what takes longer than `make test` may: slow tests, and whether answers got worse
	.ci/chromium
	$(BIN)/pytest -q -m slow
	$(BIN)/python -m bot eval bench/sets/newsroom_b --against bench/sets/newsroom_b/run.json

screens: $(READY) ## draw the pictures of the README anew, from what the bot sends
	.ci/chromium
	$(BIN)/python -m bench.screens.draw

fmt: $(READY) ## format, and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(READY) ## choose exact versions anew
	$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml --output-file requirements.lock

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Byline needs Python 3.11 or newer: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
