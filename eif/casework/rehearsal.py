"""What would a command do, or say no to, if it were run now? It is run, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from eif.casework.engine import for_writing, take_turn
from eif.casework.store import Store
from eif.casework.writing import Person, Seen, Writing
from eif.casework.year import stamp


class Rehearsal(Store):
    """A store that checks as the real one does, and undoes every save."""

    def __init__(self, store: Store) -> None:
        """Rehearse on `store`, which keeps as it is."""
        self.__dict__.update(store.__dict__)

    @contextmanager
    def write(self, person: Person, seen: Seen, token: str | None = None) -> Iterator[Writing]:
        """One transaction that is undone at its end; the journal is told of nothing."""
        with self._connected() as plain:
            con = for_writing(plain)
            with con.begin() as transaction:
                take_turn(con)
                yield Writing(con, person, seen, stamp(self.now()), self.journal.id, None)
                transaction.rollback()
