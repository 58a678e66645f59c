"""One module a job; see `smp_core.worker.job`."""
