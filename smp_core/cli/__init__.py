"""The command line: everything a person can do, as commands, for people and for programs."""
