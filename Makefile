# Every task has its one command here; the work is done by packaging/bootstrap.py.
PYTHON ?= python3

.PHONY: run test test-hub lint bench setup clean

run:
	@$(PYTHON) packaging/bootstrap.py run
test:
	@$(PYTHON) packaging/bootstrap.py test
# The captioners' real models, as many as lie on this machine.
test-hub:
	@$(PYTHON) packaging/bootstrap.py test-hub
lint:
	@$(PYTHON) packaging/bootstrap.py lint
bench:
	@$(PYTHON) packaging/bootstrap.py bench
setup:
	@$(PYTHON) packaging/bootstrap.py setup
clean:
	@$(PYTHON) packaging/bootstrap.py clean
