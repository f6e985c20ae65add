"""Is a file fit to be loaded, and what should a data officer know about it before it is published?"""

from __future__ import annotations

from eif.screening.checks import CHECKS, STAGES, Check
from eif.screening.result import Result, results_of
from eif.screening.screen import Newcomer, screen_built, screen_staged

__all__ = ["CHECKS", "STAGES", "Check", "Newcomer", "Result", "results_of", "screen_built", "screen_staged"]
