"""Name the areas of strong practice seen on a visit"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Name the areas of strong practice seen on a visit"""

    op.add_column("visit", sa.Column("strong_areas", sa.Text(), nullable=True))
