"""What every worker process needs, loaded once: the process that forks them imports this module."""

from __future__ import annotations

from xlform.checking.settings import Project
from xlform.formats import xlsx as _xlsx  # noqa: F401  (the format of most files)
from xlform.messages import language
from xlform.summary.file_worker import Setup
from xlform.web import file_work as _file_work  # noqa: F401
from xlform.web.work import DeskWorker

# Templates, rules and words stay in their caches.
DeskWorker(Setup(Project(), None, language()))
