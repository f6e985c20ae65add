"""Is a finished release fit to be served?

Each check is a question put to the release as SQL that returns what is wrong, in words; no rows means it
passed. A check that `stops` keeps the release from being published; the others are shown and published with
it.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

EXAMPLES = 3


@dataclass(frozen=True)
class Check:
    """One question; `sql` gives one text column, one row per thing found wrong."""

    title: str
    stops: bool
    what_to_do: str
    sql: str


@dataclass(frozen=True)
class Finding:
    """How one check came out; `problems` counts what was found and `examples` shows the first few."""

    title: str
    stops: bool
    passed: bool
    problems: int
    examples: tuple[str, ...]
    what_to_do: str


CHECKS: tuple[Check, ...] = (
    Check(
        "Every cell is accounted for: cells = values + each missing code + rejected",
        stops=True,
        what_to_do="Report this file: the reader lost or invented a cell.",
        sql="""
            select format('{}, column {}: {} cells, {} found again', file_name, column_name, cells, found)
            from (
                select
                    extract_id,
                    column_name,
                    any_value(cells) as cells,
                    any_value(value_cells) + any_value(rejected_cells)
                        + coalesce(sum(missing_cells), 0)::bigint as found,
                    count(distinct (cells, value_cells, rejected_cells)) as versions,
                from cell_ledger
                group by all
            )
            join extract using (extract_id)
            where cells <> found or versions > 1
        """,
    ),
    Check(
        "Every row is accounted for: rows = accepted + left out + rejected",
        stops=True,
        what_to_do="Report this file: the reader lost or invented a row.",
        sql="""
            select format(
                '{}: {} rows, {} accepted, {} left out and {} rejected',
                file_name, rows_in, rows_accepted, rows_left_out, rows_rejected
            )
            from extract
            where rows_in is distinct from rows_accepted + rows_left_out + rows_rejected
        """,
    ),
    Check(
        "Every observation comes from a loaded extract",
        stops=True,
        what_to_do="Report this: an observation has no source.",
        sql="""
            select format('extract {}: {} observations', extract_id, count(*))
            from observation
            anti join extract using (extract_id)
            group by extract_id
        """,
    ),
    Check(
        "A figure is a number or a reason why not, never both",
        stops=True,
        what_to_do="Report this: a missing code was read as a number, or the reverse.",
        sql="""
            select format('{} {} {}: {} rows', indicator, period, status, count(*))
            from observation
            where (value is not null) <> (status = 'value') or not isfinite(coalesce(value, 0))
            group by indicator, period, status
        """,
    ),
    Check(
        "Each school stands once",
        stops=True,
        what_to_do="Look for two files that describe the school differently.",
        sql="select format('URN {}: {} times', urn, count(*)) from school group by urn having count(*) > 1",
    ),
    Check(
        "Each school has one best figure per indicator, pupil group and period",
        stops=True,
        what_to_do="Look for the same rows twice in the files named.",
        sql="""
            select format('URN {}, {}, {}, {}: {} figures', urn, indicator, pupil_group, period, count(*))
            from observation
            where is_best
            group by urn, indicator, pupil_group, period
            having count(*) > 1
        """,
    ),
    Check(
        "Each comparison stands once",
        stops=True,
        what_to_do="Report this: a comparison was joined to more than one figure.",
        sql="""
            select format('URN {}, {}, {}, {}: {} rows', urn, indicator, pupil_group, period, count(*))
            from comparison
            group by urn, indicator, pupil_group, period
            having count(*) > 1
        """,
    ),
    Check(
        "Each judgement of an inspection stands once",
        stops=True,
        what_to_do="Look for the same school twice in the files named.",
        sql="""
            select format('URN {}, {} of {}, {}: {} rows', urn, kind, inspection_date, judgement, count(*))
            from inspection
            where is_current
            group by urn, kind, inspection_date, judgement
            having count(*) > 1
        """,
    ),
    Check(
        "Each judgement of an inspection is a word of its scale",
        stops=False,
        what_to_do="It is shown as written and gives no hint. If Ofsted now uses the word, add it to "
        "data/reference/inspection_words.csv.",
        sql="""
            select format('{}, column {}: {} on {} rows', file_name, source_column, raw, count(*))
            from inspection
            join extract using (extract_id)
            where not on_scale
            group by file_name, source_column, raw
        """,
    ),
    Check(
        "Each area has one best benchmark",
        stops=True,
        what_to_do="Look for the same national or LA rows twice in the files named.",
        sql="""
            select format(
                '{} {}, {}, {}, {}, {}: {} figures',
                area_type, area_code, indicator, pupil_group, phase, period, count(*)
            )
            from benchmark
            where is_best
            group by area_type, area_code, indicator, pupil_group, phase, period
            having count(*) > 1
        """,
    ),
    Check(
        "The council has schools",
        stops=True,
        what_to_do="Load a file with the council's schools (GIAS, census, absence or results), "
        "or correct la_code in eif.toml.",
        sql="""
            select format('No school of LA {} in any file loaded', value)
            from setting
            where key = 'home_la' and not exists (from school where is_home)
        """,
    ),
    Check(
        "Real and fictional schools never share a release",
        stops=True,
        what_to_do="Load a whole demonstration folder, with its demonstration.toml, or only real files. "
        "Fictional URNs are 900000 and above.",
        sql="""
            select format(
                '{} schools are {} in a {} release, such as URN {}',
                count(*),
                if(value = 'true', 'real', 'fictional'),
                if(value = 'true', 'demonstration', 'real'),
                min(urn)
            )
            from school
            cross join setting
            where key = 'demo' and (try_cast(urn as int) >= 900000) <> (value = 'true')
            group by value
        """,
    ),
    Check(
        "Percentages lie between 0 and 100",
        stops=False,
        what_to_do="Look at the rows in the file; one may be miskeyed.",
        sql="""
            select format('{}, URN {}, {}, {}: {}', file_name, urn, indicator, observation.period, value)
            from observation
            join indicator using (indicator)
            join extract using (extract_id)
            where
                unit = 'percent' and indicator.kind <> 'balance'
                and isfinite(value) and value not between 0 and 100
        """,
    ),
)


def check_release(con: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Put every check to the release open in `con`, in order."""
    return [_put(con, check) for check in CHECKS]


def _put(con: duckdb.DuckDBPyConnection, check: Check) -> Finding:
    wrong = [row[0] for row in con.cursor().execute(check.sql).fetchall()]
    return Finding(
        title=check.title,
        stops=check.stops,
        passed=not wrong,
        problems=len(wrong),
        examples=tuple(wrong[:EXAMPLES]),
        what_to_do=check.what_to_do,
    )
