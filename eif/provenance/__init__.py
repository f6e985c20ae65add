"""Where does a figure on a screen come from: which cells of which files, and which SQL?"""

from eif.provenance.parts import Cell, Member, Trace
from eif.provenance.record import Record, RecordError, read_record
from eif.provenance.rule import RuleOrigin, rule_origin
from eif.provenance.school import core_cities
from eif.provenance.trace import trace

__all__ = [
    "Cell",
    "Member",
    "Record",
    "RecordError",
    "RuleOrigin",
    "Trace",
    "core_cities",
    "read_record",
    "rule_origin",
    "trace",
]
