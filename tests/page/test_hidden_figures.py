"""Does no screen tell a figure of the council's own files that is hidden because it is of few pupils?"""

from __future__ import annotations

from eif.snapshot import Snapshot

KEY = ["urn", "indicator", "pupil_group", "period"]


def test_every_hidden_figure_is_told_as_suppressed(demo_snapshot: Snapshot) -> None:
    hidden = demo_snapshot.read("hidden_figure")
    assert {"few pupils"} <= set(hidden["because"]) <= {"few pupils", "complement"}
    for screen in ("screen_figure", "screen_figure_source"):
        told = demo_snapshot.query(f"""
            select f.value, f.numerator, f.denominator, f.raw, f.status
            from {screen} as f
            semi join hidden_figure using (urn, indicator, pupil_group, period)
        """).fetchall()
        assert len(told) > 0
        assert {row[:4] for row in told} == {(None, None, None, None)}
        assert {row[4] for row in told} == {"suppressed"}


def test_no_screen_shows_a_share_of_one_to_five_pupils_of_the_councils_own(demo_snapshot: Snapshot) -> None:
    shown = demo_snapshot.query("""
        select count(*), count(*) filter (where f.denominator between 1 and 5)
        from screen_figure as f
        inner join extract as e using (extract_id)
        where e.kind = 'facts' and f.value is not null
    """).fetchone()
    assert shown is not None
    assert shown[0] > 1_000
    assert shown[1] == 0


def test_a_published_figure_of_few_pupils_is_shown_as_published(demo_snapshot: Snapshot) -> None:
    hidden = demo_snapshot.query("""
        select count(*) from hidden_figure
        inner join observation using (urn, indicator, pupil_group, period)
        inner join extract using (extract_id)
        where is_best and extract.kind <> 'facts'
    """).fetchone()
    assert hidden == (0,)
