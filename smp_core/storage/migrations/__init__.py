"""Alembic migrations, from the first revision on; run by `smp_core.storage.upgrade`."""
