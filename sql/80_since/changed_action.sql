-- Grain: one thing that became of an action of a support plan: it was added, ended, became overdue, goes otherwise, was
-- given another day, or its measure stands otherwise. Inputs: action_before, action_after (seen_action of each side).
-- Rule: red is worse than amber, amber than green; newly overdue is worse, done is better, and an action that ended
-- otherwise is neither. The measure is better or worse only between on track or reached and behind or missed.
with

paired as (
    select
        coalesce(a.action_id, b.action_id) as action_id,
        coalesce(a.school_id, b.school_id) as school_id,
        coalesce(a.action, b.action) as title,
        b.action_id is not null as was_there,
        a.action_id is not null as is_there,
        a.* exclude (action_id, school_id, action),
        b.due_on as due_before,
        b.progress as progress_before,
        b.ended_on as ended_before,
        b.is_late as late_before,
        b.state as state_before,
        list_position(['red', 'amber', 'green'], a.progress) - list_position(['red', 'amber', 'green'], b.progress)
            as progressed,
        case when a.state in ('on track', 'reached') then 1 when a.state in ('behind', 'missed') then -1 end as goes,
        case when b.state in ('on track', 'reached') then 1 when b.state in ('behind', 'missed') then -1 end as went,
        strftime(coalesce(a.due_on, b.due_on), '%-d %B %Y') as due_words,
    from action_before as b
    full join action_after as a on b.action_id = a.action_id
),

told as (
    select
        *,
        unnest(
            [
                case
                    when is_there and not was_there
                        then {
                            'before': 'not in a plan',
                            'after': 'Added: ' || responsible || ', by ' || due_words,
                            'what': 'new',
                            'said': null,
                            'on_day': due_on
                        }
                end,
                case
                    when was_there and not is_there
                        then {
                            'before': 'By ' || due_words,
                            'after': 'Taken back',
                            'what': 'changed',
                            'said': null,
                            'on_day': null
                        }
                end,
                case
                    when is_there and ended_on is not null and ended_before is null
                        then {
                            'before': if(
                                was_there, 'Going on, by ' || strftime(due_before, '%-d %B %Y'), 'not in a plan'
                            ),
                            'after': case ended_as
                                when 'done' then 'Done'
                                when 'replaced' then 'Replaced by another action'
                                when 'not_needed' then 'No longer needed'
                                else 'Not done'
                            end,
                            'what': if(ended_as = 'done', 'better', 'changed'),
                            'said': ended_why,
                            'on_day': ended_on
                        }
                end,
                case
                    when is_late and not coalesce(late_before, false)
                        then {
                            'before': if(was_there, 'Not yet due', 'not in a plan'),
                            'after': 'Overdue since ' || due_words,
                            'what': 'worse',
                            'said': null,
                            'on_day': due_on
                        }
                end,
                case
                    when was_there and is_there and progress <> progress_before
                        then {
                            'before': 'Progress: ' || replace(progress_before, '_', ' '),
                            'after': 'Progress: ' || replace(progress, '_', ' '),
                            'what': case
                                when progressed < 0 then 'worse'
                                when progressed > 0 then 'better'
                                when progress_before = 'not_told' then 'new'
                                else 'changed'
                            end,
                            'said': progress_note,
                            'on_day': progress_on
                        }
                end,
                case
                    when was_there and is_there and due_on <> due_before
                        then {
                            'before': 'By ' || strftime(due_before, '%-d %B %Y'),
                            'after': 'By ' || due_words,
                            'what': 'changed',
                            'said': null,
                            'on_day': null
                        }
                end,
                case
                    when was_there and is_there and state <> state_before and coalesce(goes, went) is not null
                        then {
                            'before': 'Target: ' || state_before,
                            'after': 'Target: ' || state,
                            'what': case
                                when goes < went then 'worse'
                                when goes > went then 'better'
                                when goes is null and went is not null then 'no longer known'
                                when goes is not null and went is null then 'new'
                                else 'changed'
                            end,
                            'said': coalesce(measured_by || '. ', '') || why,
                            'on_day': null
                        }
                end
            ]
        ) as one,
    from paired
)

select
    'plan' as heading,
    school_id,
    title,
    one['before'] as before,
    one['after'] as after,
    one['what'] as what,
    one['said'] as why,
    one['on_day'] as on_day,
    'Support plan' || coalesce(', saved by ' || saved_by, '') as source,
    'school_plan' as page,
    cast(null as varchar) as area,
    cast(null as varchar) as indicator,
    cast(null as varchar) as pupil_group,
    cast(null as varchar) as period,
    cast(null as varchar) as urn,
    case one['what'] when 'worse' then 0 when 'better' then 1 else 2 end as ord,
from told
where one is not null
