"""Are headline results that are significantly low counted across the key stages, and the only one there is?"""

# ruff: noqa: E501  the text tables are wide

from __future__ import annotations

from given import cells, shown
from rated import rate, results, schools, snapshot

LOW = "| 45 | below | -10 | -2.5 | 90 | 4000"
FINE = "| 70 | in_line | 0 | 0.2 | 40 | 4000"


def test_two_low_headline_results_or_the_only_one_there_is_are_of_concern(con):
    snapshot(con)
    schools(con, "\n".join(f"{urn} | primary | maintained" for urn in range(1, 9)))
    columns = (
        "urn | indicator | period | value | band | pupil_gap | pooled_z | national_percentile | national_of"
    )
    results(
        con,
        f"""
        {columns}
        1 | ks2_rwm_exp  | 2024/25 {LOW}
        1 | ks2_read_exp | 2025/26 {LOW}
        1 | ks2_writ_exp | 2024/25 {FINE}
        2 | ks2_rwm_exp  | 2024/25 {LOW}
        2 | ks2_read_exp | 2024/25 {FINE}
        2 | ks2_writ_exp | 2024/25 {FINE}
        3 | ks2_rwm_exp  | 2024/25 {LOW}
        4 | ks2_rwm_exp  | 2024/25 {FINE}
        5 | ks2_rwm_exp  | 2022/23 {LOW}
        7 | ks2_rwm_exp  | 2022/23 {LOW}
        7 | ks2_read_exp | 2024/25 {FINE}
        8 | ks2_rwm_exp  | 2024/25 {LOW}
        8 | ks2_read_exp | 2024/25 {LOW}
        8 | ks2_writ_exp | 2024/25 {LOW}
        """,
        cohort=60,
        national=63,
    )  # fmt: skip
    rate(con)

    asked = "urn level value unit threshold period left(as_of::varchar,10) status"
    assert shown(con, "signal_across", asked, "rule_id = 'attainment_across'")[1:] == cells(
        """
        1 | 2 | 2 | results | 2 | 2025/26 | 2026-08-31 | rated
        2 | 0 | 1 | results | 2 | 2024/25 | 2025-08-31 | rated
        3 | 2 | 1 | results | 2 | 2024/25 | 2025-08-31 | rated
        4 | 0 | 0 | results | 2 | 2024/25 | 2025-08-31 | rated
        5 |   |   | results | 2 |         |            | aged
        6 |   |   | results | 2 |         |            | no data
        7 | 0 | 0 | results | 2 | 2024/25 | 2025-08-31 | rated
        8 | 2 | 3 | results | 2 | 2024/25 | 2025-08-31 | rated
        """
    )
    title = "Significantly below national across headline results"
    said = dict(shown(con, "signal_across", "urn reason", "rule_id = 'attainment_across'")[1:])
    only = ", or the only result there is."
    assert said == {
        "1": "2 of 3 headline results are significantly below national; threshold 2.",
        "2": "1 of 3 headline results are significantly below national; threshold 2.",
        "3": f"1 of 1 headline result is significantly below national; threshold 2{only}",
        "4": "0 of 1 headline result is significantly below national; threshold 2.",
        "5": f"{title} not rated: every headline result is too old.",
        "6": f"{title} not rated: no headline result could be rated.",
        "7": "0 of 1 headline result is significantly below national; threshold 2.",
        "8": "3 of 3 headline results are significantly below national; threshold 2.",
    }
