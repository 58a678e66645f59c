"""`python -m smp_core.cli`, the same as `smp`."""

from smp_core.cli.main import main

if __name__ == "__main__":
    main()
