"""How do extracts become a release, and which release is served?"""

from __future__ import annotations

from eif.warehouse.errors import ReleaseError
from eif.warehouse.publish import Release, current_release, list_releases, rollback

__all__ = ["Release", "ReleaseError", "current_release", "list_releases", "rollback"]
