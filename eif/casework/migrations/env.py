"""What does Alembic run a migration on? The connection it is handed, in the caller's transaction."""

from alembic import context

from eif.casework.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True
)
context.run_migrations()
