"""One project, one folder, one database: schema, engine, migrations, backups."""
