"""What every worker process needs, loaded once: the process that forks them imports this module."""

from __future__ import annotations

from xlform.formats import xlsx as _xlsx  # noqa: F401  (the format of most files)
from xlform.messages import language
from xlform.web import file_work as _file_work  # noqa: F401
from xlform.web import submission_work as _submission_work  # noqa: F401
from xlform.web.work import DeskWorker, WorkerSettings

# Templates, rules and words stay in their caches.
DeskWorker(WorkerSettings(language=language()))
