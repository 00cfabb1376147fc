"""Alembic's entry point: it runs this file for every command.

The caller hands over an open connection; its transaction is the caller's.
"""

from alembic import context

from db.tables import metadata


def run() -> None:
    """Runs the revisions on the connection of the caller."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
    )
    context.run_migrations()


run()
