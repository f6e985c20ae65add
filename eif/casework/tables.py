"""Which tables does the casework store hold?

Each noun is a table of versions: nothing in it is ever updated or deleted. A row is one version of one
record, and the newest version that is not withdrawn is what stands. Every row points to the event that
wrote it. Days of support are counted in half days, so that they are whole numbers.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

from eif.casework.columns import Day, Flag, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Who did what, in order, with the record before and after. Each line is sealed with the one before it.
event = Table(
    "event",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("noun", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("school_id", Text),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text, nullable=False),
    Column("release", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("token", Text),
    Column("journal", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("noun", "record_id", "version"),
    Index(None, "token"),
    Index(None, "school_id"),
    sqlite_strict=True,
)

# What somebody was typing when they last left a form. Theirs alone, and no part of the record.
draft = Table(
    "draft",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("form", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("given", Text, nullable=False),
    sqlite_strict=True,
)


def _noun(name: str, *columns: Column[object]) -> Table:
    """A table of versions of one kind of record."""
    return Table(
        name,
        metadata,
        Column("record_id", Text, primary_key=True),
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("revision", Integer, ForeignKey("event.revision"), nullable=False, unique=True),
        Column("withdrawn", Flag, nullable=False),
        *columns,
        sqlite_strict=True,
    )


def _school(*, nullable: bool = False) -> Column[object]:
    return Column("school_id", Text, nullable=nullable, index=True)


# The people of the team, by role: `days_*` are half days they have in a term.
_noun(
    "adviser",
    Column("label", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("half_days_autumn", Integer, nullable=False),
    Column("half_days_spring", Integer, nullable=False),
    Column("half_days_summer", Integer, nullable=False),
    Column("from_on", Day, nullable=False),
    Column("to_on", Day),
)
# One record a school: who its adviser is.
_noun(
    "assignment",
    _school(),
    Column("adviser_id", Text, nullable=False),
    Column("from_on", Day, nullable=False),
)
# One record for each school, area (or overall) and kind.
_noun(
    "judgement",
    _school(),
    Column("area", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("category", Text),
    Column("validated", Text),
    Column("note", Text, nullable=False),
    Column("reason_code", Text),
    Column("evidence_on", Day, nullable=False),
    Column("agreed_with", Text),
    Column("review_on", Day),
    Column("approved_by", Text),
)
# A judgement that waits for a second person, with the same record as the judgement it would become.
_noun(
    "proposal",
    _school(),
    Column("area", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("category", Text),
    Column("note", Text, nullable=False),
    Column("reason_code", Text),
    Column("evidence_on", Day, nullable=False),
    Column("agreed_with", Text),
    Column("review_on", Day),
    Column("proposed_by", Text, nullable=False),
    Column("why_second", Text, nullable=False),
)
_noun(
    "visit",
    _school(),
    Column("adviser_id", Text, nullable=False),
    Column("on_day", Day, nullable=False),
    Column("half_days", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("strong_practice", Text),
    Column("next_step", Text),
    Column("next_step_by", Day),
    # The framework's areas that strong practice was seen in; not asked before schema 0002.
    Column("strong_areas", Words),
)
# A contact with a service or the school, and what of the universal offer a school took up.
_noun(
    "contact",
    _school(),
    Column("on_day", Day, nullable=False),
    Column("kind", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("next_step", Text),
    Column("next_step_by", Day),
    Column("done_on", Day),
)
_noun(
    "support_plan",
    _school(),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("from_on", Day, nullable=False),
    Column("review_on", Day),
    Column("exit_criteria", Text, nullable=False),
    Column("closing_reason", Text),
    Column("note", Text),
    # The URN under which it began; since when it is in this state, and why.
    Column("urn", Text),
    Column("state_on", Day),
    Column("state_why", Text),
)
_noun(
    "plan_action",
    _school(),
    Column("plan_id", Text, nullable=False, index=True),
    Column("priority", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("responsible", Text, nullable=False),
    Column("due_on", Day, nullable=False),
    Column("resources", Text),
    Column("indicator", Text),
    Column("pupil_group", Text),
    Column("measure", Text),
    Column("baseline", Text),
    Column("target", Text),
    Column("target_on", Day),
    Column("progress", Text, nullable=False),
    Column("progress_note", Text),
    Column("progress_on", Day),
    # A result counts towards the target when the time it describes ended after this day.
    Column("baseline_on", Day),
    Column("ended_on", Day),
    Column("ended_as", Text),
    Column("ended_why", Text),
)
_noun(
    "plan_review",
    _school(),
    Column("plan_id", Text, nullable=False, index=True),
    Column("on_day", Day, nullable=False),
    Column("pace", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("next_on", Day),
)
# A dated list of every school, frozen when it is closed, and one entry a school. `suggested` is the reason
# that the evidence of the day gave; what was decided after the list was closed is a record beside the entry.
_noun(
    "risk_assessment",
    Column("title", Text, nullable=False),
    Column("on_day", Day, nullable=False),
    Column("academic_year", Text, nullable=False),
    Column("state", Text, nullable=False),
)
_noun(
    "priority_entry",
    _school(),
    Column("assessment_id", Text, nullable=False, index=True),
    Column("indicated", Text),
    Column("agreed", Text),
    Column("evidence", Text, nullable=False),
    Column("suggested", Text),
    Column("reason", Text),
    Column("decision", Text, nullable=False),
    Column("rationale", Text, nullable=False),
    Column("carried_from", Text),
    Column("changed_on", Day),
)
# One record a step that a school took on the ladder, numbered; the last says where it stands, 0 to 7 (domain
# rules 4.4). `letter_id` is the letter by which it came there, `outcome` how the matter was closed.
_noun(
    "ladder_step",
    _school(),
    Column("number", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("on_day", Day, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document", Text),
    Column("letter_id", Text),
    Column("outcome", Text),
)
_noun(
    "letter",
    _school(),
    Column("kind", Text, nullable=False),
    Column("ground", Text),
    Column("issued_on", Day, nullable=False),
    Column("comply_by", Day),
    Column("matters", Text, nullable=False),
    Column("action_required", Text),
    Column("copied_to", Words, nullable=False),
    Column("outcome", Text),
    Column("outcome_on", Day),
    Column("outcome_note", Text),
)
# What a school offers to others: half days in all from one day to another. Brokered support draws on an
# offer; `half_days_given` is what it came to, `reasons` are the matcher's as they stood, a line each.
_noun(
    "capacity_offer",
    _school(),
    Column("areas", Words, nullable=False),
    Column("half_days", Integer, nullable=False),
    Column("from_on", Day, nullable=False),
    Column("to_on", Day, nullable=False),
    Column("practice", Text, nullable=False),
)
_noun(
    "brokered_support",
    _school(),
    Column("giver_id", Text, nullable=False, index=True),
    Column("offer_id", Text, nullable=False, index=True),
    Column("area", Text, nullable=False),
    Column("half_days", Integer, nullable=False),
    Column("from_on", Day, nullable=False),
    Column("to_on", Day, nullable=False),
    Column("state", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("half_days_given", Integer),
    Column("outcome", Text),
    Column("outcome_on", Day),
)
_noun(
    "board_meeting",
    Column("board", Text, nullable=False),
    Column("on_day", Day, nullable=False),
    Column("state", Text, nullable=False),
    Column("agenda", Text, nullable=False),
    Column("release", Text),
    Column("revision_shown", Integer),
)
_noun(
    "board_decision",
    _school(nullable=True),
    Column("meeting_id", Text, nullable=False, index=True),
    Column("item", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Column("rationale", Text, nullable=False),
    Column("owner", Text),
    Column("due_on", Day),
    Column("outcome", Text),
    Column("outcome_on", Day),
)
_noun(
    "escalation",
    _school(),
    Column("on_day", Day, nullable=False),
    Column("blocked_by", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("escalated_to", Text, nullable=False),
    Column("outcome", Text),
    Column("outcome_on", Day),
)

# Every noun by its name, in the order above.
NOUNS: dict[str, Table] = {
    name: table for name, table in metadata.tables.items() if name not in {"event", "draft"}
}
KEEPING = ("record_id", "version", "revision", "withdrawn")


def fields(noun: str) -> tuple[str, ...]:
    """The columns of a noun that say something, without those that keep its versions."""
    return tuple(column.name for column in NOUNS[noun].columns if column.name not in KEEPING)
