"""Which schools would be rated otherwise, under other rules or at another time?

`ratings_of` says how a snapshot rates schools, `ratings_under` how it would under changed rules, and
`ratings_at` how an earlier release was rated; `moves` says what differs between any two of them. Nothing is
saved, and no snapshot changes.
"""

from eif.simulate.change import Change, changed, changes_between
from eif.simulate.lever import Lever, levers, read_changes
from eif.simulate.moves import Count, MovedArea, MovedSchool, MovedSignal, Moves, moves
from eif.simulate.ratings import Ratings, ratings_of, ratings_under
from eif.simulate.releases import KeptRelease, kept_releases, ratings_at
from eif.simulate.trial import moves_under, readable, try_changes, try_framework

__all__ = [
    "Change",
    "Count",
    "KeptRelease",
    "Lever",
    "MovedArea",
    "MovedSchool",
    "MovedSignal",
    "Moves",
    "Ratings",
    "changed",
    "changes_between",
    "kept_releases",
    "levers",
    "moves",
    "moves_under",
    "ratings_at",
    "ratings_of",
    "ratings_under",
    "read_changes",
    "readable",
    "try_changes",
    "try_framework",
]
