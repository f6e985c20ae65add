"""A draft whose preparing is killed says so, leaves what was served, and can be prepared again."""

from __future__ import annotations

import os
import signal
import time
from io import BytesIO
from pathlib import Path

import pytest

from eif.drafts import create, prepare, publish_draft, read, start, state_of
from eif.drafts.draft import lock_of
from eif.snapshot import open_snapshot
from eif.warehouse import current_release
from eif.warehouse.journal import begin
from eif.warehouse.lock import is_held
from tests.conftest import settings_for
from tests.fixtures.tiny import load_files, write_absence

PATIENCE = 60


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")
def test_a_killed_preparation_is_told_and_the_release_before_is_served(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "home")
    load_files(settings, write_absence(tmp_path / "before", {"103100": "4.1"}))
    before = current_release(settings)
    given = write_absence(tmp_path / "after", {"103100": "5.2"}, name="new.csv")
    entry = begin(settings, "draft", "Ann Officer", outcome="waiting")
    draft = create(
        settings, "Ann Officer", [("new.csv", BytesIO(given.read_bytes()))], year="2018/19", entry=entry.id
    )
    process = start(settings, draft.id)
    deadline = time.monotonic() + PATIENCE
    while not is_held(lock_of(settings, draft.id)):
        assert time.monotonic() < deadline, "preparing never began"
        time.sleep(0.05)
    while read(settings, draft.id).state == "uploaded":
        time.sleep(0.01)
    os.kill(process, signal.SIGKILL)
    while is_held(lock_of(settings, draft.id)):
        time.sleep(0.05)
    assert state_of(settings, read(settings, draft.id)) == "interrupted"
    assert current_release(settings) == before
    prepare(settings, draft.id)
    assert read(settings, draft.id).state == "ready"
    publish_draft(settings, draft.id, by="Ann Officer", reason="after the cut")
    found = open_snapshot(settings).rows("comparison", urn="103100", indicator="abs_overall")
    assert found[0].value == 5.2
