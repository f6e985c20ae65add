"""How is a draft prepared while the pages go on being read? In a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from eif.config import ROOT, Settings
from eif.drafts.draft import Draft, folder_of, list_drafts, now, state_of, with_state
from eif.warehouse.errors import ReleaseError


def restart(settings: Settings, draft: Draft) -> int:
    """Prepare a draft again, from the files as they came, beside what is published now."""
    return start(settings, with_state(settings, draft, "uploaded", problem="", begun_at=now()).id)


def start(settings: Settings, draft_id: str) -> int:
    """Start preparing a draft and return the process's id. Raises ReleaseError while another is prepared."""
    for other in list_drafts(settings):
        if other.id != draft_id and state_of(settings, other) in ("uploaded", "preparing"):
            raise ReleaseError(
                f"A draft by {other.by} is being prepared. Nothing was changed. Try again when it is ready."
            )
    log = folder_of(settings, draft_id) / "log.txt"
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  this interpreter, our own command, an id that was checked
            [sys.executable, "-m", "eif", "prepare", draft_id],
            cwd=ROOT,
            env={**os.environ, "EIF_HOME": str(settings.home)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Stopping the app does not stop it halfway.
            start_new_session=True,
        )
    # Whoever started a process must ask how it ended, or the system keeps its number.
    threading.Thread(target=process.wait, daemon=True).start()
    return process.pid
