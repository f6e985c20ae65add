"""Which role may do what? Whatever is not allowed here is refused, in the function that would do it.

An adviser acts for the schools assigned to them; the Director and officers act for all. A board member reads.
"""

from __future__ import annotations

from typing import Literal

Reach = Literal["own", "all"]

ROLES = {
    "director": "Director for Schools",
    "adviser": "School improvement adviser",
    "officer": "School improvement officer",
    "board": "Board member",
}

# What can be done, in the words of a sentence "You may not ...", and how far each role's right to it reaches.
ACTIONS: dict[str, tuple[str, dict[str, Reach]]] = {
    "judge": ("record a judgement of this school", {"director": "all", "officer": "all", "adviser": "own"}),
    "approve": ("approve another person's judgement", {"director": "all"}),
    "visit": (
        "plan or record a visit to this school",
        {"director": "all", "officer": "all", "adviser": "own"},
    ),
    "contact": ("record a contact with this school", {"director": "all", "officer": "all", "adviser": "all"}),
    "plan": ("change this school's support plan", {"director": "all", "officer": "all", "adviser": "own"}),
    "assign": ("assign an adviser to a school", {"director": "all", "officer": "all"}),
    "team": ("change the team", {"director": "all", "officer": "all"}),
    "ladder": ("move a school on the ladder of intervention", {"director": "all"}),
    "letter": ("issue a letter", {"director": "all"}),
    "priority": ("decide on the priority list", {"director": "all", "officer": "all"}),
    "offer": (
        "record what a school offers to others",
        {"director": "all", "officer": "all", "adviser": "own"},
    ),
    "broker": ("broker support between schools", {"director": "all", "officer": "all", "adviser": "all"}),
    "board": ("record a board's decision", {"director": "all", "officer": "all"}),
    "escalate": ("escalate a matter", {"director": "all", "officer": "all", "adviser": "own"}),
    "export": ("take all casework elsewhere", {"director": "all", "officer": "all"}),
    "import": ("import casework", {"director": "all", "officer": "all"}),
}


def may(role: str, action: str, *, own: bool) -> bool:
    """Whether a role may do something to a school that is or is not its own. KeyError: unknown action."""
    _, reach = ACTIONS[action]
    return reach.get(role) == "all" or (own and reach.get(role) == "own")
