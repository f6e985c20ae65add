"""What can go wrong with a release that a person can put right?"""

from __future__ import annotations


class ReleaseError(Exception):
    """Nothing was published or changed; the message says why and what to do."""
