-- Grain: one row per listed school and rule of its phase. Everything a reader needs to follow one rule from its
-- descriptor to its outcome.
-- Inputs: screen_signal, rule_evidence, screen_ladder_distance, indicator, pupil_group, extract, rule, threshold,
-- setting. Made when it is first asked for.
-- outcome says in words what the rule found, or why it found nothing. distance says how many pupils, sessions or
-- incidents another outcome is away. age_months counts from the end of the time that the evidence describes.
with

as_at as (
    select cast(value as date) as day, from setting where key = 'as_at'
),

worded as (
    select
        d.*,
        ['green', 'amber', 'red'] as words,
        cast(abs(d.better_by) as bigint) as better_count,
        cast(abs(d.worse_by) as bigint) as worse_count,
    from screen_ladder_distance as d
)

select
    s.*,
    case
        when s.level = 0 then 'consistent with Established'
        when s.level = 1 then 'meets Developing'
        when s.level = 2 then 'meets Causing Concern'
        when s.status = 'aged' then 'too old'
        when s.status = 'small cohort' then 'too few pupils'
        when s.status = 'no comparator' then 'nothing to compare with'
        when s.status = 'no data' then 'no data loaded'
        when s.status = 'between' then 'between two levels'
        when s.status = 'ageing' then 'ageing, decides nothing alone'
        else s.status
    end as outcome,
    e.evidence_phase as phase,
    e.national,
    e.similar_mean,
    e.similar_k,
    e.similar_method,
    e.la,
    if(s.status in ('aged', 'rated', 'small cohort'), e.interval_low, null) as interval_low,
    if(s.status in ('aged', 'rated', 'small cohort'), e.interval_high, null) as interval_high,
    g.pair,
    f.release_status,
    f.file_name,
    f.publication,
    f.publisher,
    f.loaded_at,
    coalesce(period_last_day(s.period), s.as_of) as evidence_end,
    date_sub('month', evidence_end, as_at.day) as age_months,
    w.counted,
    w.better_by,
    w.better_to,
    w.worse_by,
    w.worse_to,
    nullif(
        concat_ws(
            '; ',
            upper(w.words[w.better_to + 1][1]) || w.words[w.better_to + 1][2:] || ' with '
            || if(w.at_most, 'at most ', '') || format('{:,}', w.better_count)
            || if(w.better_by > 0, ' more ', ' fewer ') || if(w.better_count = 1, w.counted[:-2], w.counted),
            upper(w.words[w.worse_to + 1][1]) || w.words[w.worse_to + 1][2:] || ' with '
            || format('{:,}', w.worse_count)
            || if(w.worse_by > 0, ' more ', ' fewer ') || if(w.worse_count = 1, w.counted[:-2], w.counted)
        ),
        ''
    ) as distance,
from screen_signal as s
cross join as_at
left join rule_evidence as e using (urn, rule_id)
left join worded as w using (urn, rule_id)
left join pupil_group as g on s.pupil_group = g.pupil_group
left join extract as f on s.extract_id = f.extract_id
order by s.urn, s.area_ord, s.ord
