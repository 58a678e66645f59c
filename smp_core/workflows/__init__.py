"""Everything a person can do, as functions that the window and the command line share."""
