"""What changed since an instant: of one school before a visit, of the city before a board?

`changes` compares two snapshots, each a release seen with the casework that stood; `eif.since.when` says
since when a reader may ask.
"""

from eif.since.change import HEADINGS, WHAT, Change
from eif.since.compared import Changes, Moved, changes

__all__ = ["HEADINGS", "WHAT", "Change", "Changes", "Moved", "changes"]
