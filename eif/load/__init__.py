"""What happens when somebody gives this installation files?

They are read, screened, kept in the inbox, joined with the files of the release being served, checked, and
only then published. Whatever fails on the way, the previous release stays served.
"""

from eif.load.build import Built, advise
from eif.load.rebuild import rebuild
from eif.load.report import LoadReport
from eif.load.run import load, prepare

__all__ = ["Built", "LoadReport", "advise", "load", "prepare", "rebuild"]
