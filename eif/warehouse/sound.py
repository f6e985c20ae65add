"""Is this installation sound: the release, and the files it could be made from again?"""

from __future__ import annotations

from collections.abc import Iterator

from eif.config import Settings
from eif.warehouse.build import sources_of
from eif.warehouse.check import check_release
from eif.warehouse.inbox import fingerprint
from eif.warehouse.publish import current_release, open_release


def find_problems(settings: Settings) -> Iterator[str]:
    """Each thing wrong with the release being served or with the inbox behind it, in words."""
    served = current_release(settings)
    if served is None:
        yield "Nothing has been published yet."
        return
    with open_release(served) as con:
        for finding in check_release(con):
            if finding.stops and not finding.passed:
                yield f"{finding.title}: {finding.problems:,} found, such as {finding.examples[0]}."
        sources = sources_of(con, settings.inbox)
    for file in sources:
        if not file.path.is_file():
            yield f"{file.name} is no longer in the inbox: give it again to be able to rebuild."
        elif fingerprint(file.path) != file.kept_as:
            yield f"{file.name} was changed in the inbox: remove {file.path} and give the file again."
