# Every task has its one command here; the work is done by packaging/bootstrap.py.
PYTHON ?= python3

.PHONY: run test test-hub lint bench setup clean translations shortcut kit bundle

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
# Read the window's texts anew, and make what it loads; ends with 1 while some are not translated.
translations:
	@$(PYTHON) packaging/bootstrap.py translations
# An icon that starts the window; `packaging/bootstrap.py shortcut --remove` takes it away.
shortcut:
	@$(PYTHON) packaging/bootstrap.py shortcut
setup:
	@$(PYTHON) packaging/bootstrap.py setup
# Everything for a set-up on a machine without a network: make kit DIR=/media/stick/smp-kit
kit:
	@$(PYTHON) packaging/bootstrap.py kit "$(DIR)"
# The program as a folder to copy and start, Python and all: make bundle DIR=~/SMP-Studio
bundle:
	@$(PYTHON) packaging/bootstrap.py bundle "$(DIR)"
clean:
	@$(PYTHON) packaging/bootstrap.py clean
