"""Where `smp` of a desktop bundle starts, and every process that either of its programs starts."""

from __future__ import annotations

import multiprocessing
import runpy
import sys

from smp_core.processes import MODULE_ARGUMENT

_MODULES = ("smp_core.worker", "smp_core.media.decoder_child")

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == [MODULE_ARGUMENT] and sys.argv[2:] in ([name] for name in _MODULES):
        runpy.run_module(sys.argv[2], run_name="__main__", alter_sys=True)
    else:
        from smp_core.cli.main import main

        main()
