"""What would happen if these files were published? Everything is done but keeping and publishing them.

It runs in a process of its own, `python -m eif prepare`, and holds the draft's lock while it lives, so that a
page can tell work under way from work that ended.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from eif.casework.office import work_now
from eif.config import Settings
from eif.drafts.draft import Draft, folder_of, lock_of, read, tell_progress, with_state
from eif.drafts.publish import RELEASE
from eif.drafts.result import Check, Found, Result, write_result
from eif.load import Built, LoadReport
from eif.load import prepare as build_apart
from eif.screening.effect import Effect, effect_of
from eif.snapshot import OldReleaseError, Snapshot
from eif.warehouse.errors import ReleaseError
from eif.warehouse.gather import GivenFile
from eif.warehouse.lock import in_turn
from eif.warehouse.publish import current_release

FIRST = "There is no release to compare with that this version can read: take everything in it as new."


def prepare(settings: Settings, draft_id: str) -> None:
    """Read, screen and build a draft, and keep beside it what was found.

    The draft then is `ready`, `refused` (nothing of it can be published) or `failed` (with the reason).
    """
    with in_turn(lock_of(settings, draft_id)):
        draft = with_state(settings, read(settings, draft_id), "preparing", problem="")
        building = folder_of(settings, draft_id) / "building"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        try:
            _prepare(settings, draft, building)
        except (ReleaseError, OSError) as error:
            with_state(settings, draft, "failed", problem=str(error))
        except BaseException as error:
            with_state(settings, draft, "failed", problem=f"{type(error).__name__}: {error}")
            raise
        finally:
            shutil.rmtree(building, ignore_errors=True)


def _prepare(settings: Settings, draft: Draft, building: Path) -> None:
    folder = folder_of(settings, draft.id)

    def tell(words: str) -> None:
        tell_progress(settings, draft.id, words)

    tell("Reading the files")
    served = current_release(settings)
    built = build_apart(settings, given_files(folder, draft), building, by=draft.by, on_progress=tell)
    if isinstance(built, LoadReport):
        write_result(folder, _result(built))
        with_state(settings, draft, "refused", base=served.stem if served else None)
        return
    tell("Comparing with what is published now")
    result = _result(built.report, built, _effect(settings, served, built.path))
    built.path.replace(folder / RELEASE)
    write_result(folder, result)
    with_state(settings, draft, "ready", base=served.stem if served else None, name=built.name)


def given_files(folder: Path, draft: Draft) -> list[GivenFile]:
    """The files of a draft under the names they came with, in the folder that says their year, if any."""
    before = f"{draft.folder_name}/" if draft.folder_name else ""
    return [GivenFile(folder / "files" / file.stored, f"{before}{file.name}") for file in draft.files]


def _effect(settings: Settings, served: Path | None, prepared: Path) -> Effect | None:
    """What publishing would change; None where nothing is served that today's program can read."""
    if served is None:
        return None
    try:
        work = work_now(settings)
        with (
            closing(Snapshot(served, settings.framework_folder, work)) as before,
            closing(Snapshot(prepared, settings.framework_folder, work)) as after,
        ):
            return effect_of(before, after)
    except OldReleaseError:
        return None


def _result(report: LoadReport, built: Built | None = None, effect: Effect | None = None) -> Result:
    return Result(
        files=tuple(_found(report)),
        notes=report.notes,
        checks=tuple(_checks(report)),
        new=built.new if built else (),
        sentences=tuple(effect.sentences()) if effect else (FIRST,) if built else (),
        figures=_rows(effect.figures) if effect else (),
        ratings=_rows(effect.ratings) if effect else (),
        schools=_rows(effect.schools) if effect else (),
        hint=report.hint or "",
    )


def _found(report: LoadReport) -> list[Found]:
    ledgers = {ledger.file_name: ledger for ledger in report.ledgers}
    found = []
    for file in report.files:
        ledger = ledgers.get(file.name)
        counts: dict[str, Any] = {}
        if ledger:
            counts = {
                "layout_title": ledger.layout_title,
                "period": ledger.period or "",
                "rows": ledger.rows_in,
                "cells": ledger.cells,
                "values": ledger.values,
                "missing": sum(cells for _, cells in ledger.missing),
                "rejected": ledger.rejected,
            }
        found.append(Found(file.name, file.state, file.message, **counts))
    return found


def _checks(report: LoadReport) -> list[Check]:
    """The checks of each file, and of the whole release: one that stops it is a failure, else a warning."""
    of_files = [
        Check(
            file_name=each.file_name,
            stage=each.stage,
            check=each.check,
            question=each.question,
            result=each.result,
            message=each.message,
            what_to_do=each.what_to_do,
            rows=each.rows,
        )
        for each in report.screening
    ]
    return of_files + [
        Check(
            file_name="the whole release",
            stage="release",
            check=finding.title,
            question=finding.title,
            result="PASS" if finding.passed else "FAIL" if finding.stops else "WARNING",
            message="" if finding.passed else f"{finding.problems:,} found: {'; '.join(finding.examples)}",
            what_to_do=finding.what_to_do,
            rows=finding.problems,
        )
        for finding in report.findings
    ]


def _rows(frame: pd.DataFrame) -> Sequence[Mapping[str, Any]]:
    """The rows of a frame as plain values, None where nothing is known."""
    return [
        {str(name): None if pd.isna(value) else _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
