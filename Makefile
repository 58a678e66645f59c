# Every task has its one command here; the work is done by packaging/bootstrap.py.
PYTHON ?= python3

.PHONY: run test lint bench setup clean

run:
	@$(PYTHON) packaging/bootstrap.py run
test:
	@$(PYTHON) packaging/bootstrap.py test
lint:
	@$(PYTHON) packaging/bootstrap.py lint
bench:
	@$(PYTHON) packaging/bootstrap.py bench
setup:
	@$(PYTHON) packaging/bootstrap.py setup
clean:
	@$(PYTHON) packaging/bootstrap.py clean
