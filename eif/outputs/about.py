"""What must a reader of a list know that no row says?"""

from __future__ import annotations

from datetime import date

from eif.outputs.excel import About
from eif.outputs.looking_back import with_the_day
from eif.snapshot import Snapshot


def describe(snapshot: Snapshot, sentence: str, *, link: str = "") -> About:
    """The release, framework, sources and marking behind a list; `sentence` says which filter made it."""
    release = snapshot.read("screen_release").iloc[0]
    statuses = sorted(snapshot.read("screen_threshold", columns=["status"])["status"].unique())
    agreed = "" if statuses != ["proposed"] else ": not agreed by the council"
    files = "extract" if release.extracts == 1 else "extracts"
    return About(
        sentence=with_the_day(sentence, snapshot),
        as_at=date.fromisoformat(str(release.as_at)[:10]),
        release=release.release,
        published_at=release.published_at.to_pydatetime(),
        framework=f"Education Improvement Framework {release.framework}",
        thresholds=", ".join(statuses) + agreed,
        marking="Demonstration data: fictional schools" if release.demo else "OFFICIAL",
        source=f"{release.extracts:,} {files} of the Department for Education's published files, "
        f"school results {release.oldest_school_period} to {release.latest_school_period}",
        neighbours=release.neighbour_set_title,
        link=link,
    )
