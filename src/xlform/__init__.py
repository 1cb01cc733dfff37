"""xlform reads, checks, fixes, writes and summarizes 预算绩效 forms, offline."""

from __future__ import annotations

from xlform._version import __version__ as __version__

# typing is loaded by the process that reads, not by the one that watches: see :mod:`.__main__`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from xlform.checking.check import Report as Report
    from xlform.checking.check import check as check
    from xlform.checking.roster import RosterProblem as RosterProblem
    from xlform.checking.settings import SettingsProblem as SettingsProblem
    from xlform.comparison.compare import diff as diff
    from xlform.comparison.model import Comparison as Comparison
    from xlform.errors import DeclarationProblem as DeclarationProblem
    from xlform.errors import FileProblem as FileProblem
    from xlform.errors import UnknownForm as UnknownForm
    from xlform.errors import XlformError as XlformError
    from xlform.fixing.fix import Fixed as Fixed
    from xlform.fixing.fix import fix as fix
    from xlform.model.word_lists import WordsProblem as WordsProblem
    from xlform.review.run import Review as Review
    from xlform.review.run import review as review
    from xlform.submission.read import Submission as Submission
    from xlform.submission.read import read as read
    from xlform.summary.options import Summary as Summary
    from xlform.summary.run import summarize as summarize
    from xlform.writing.workbook_draft import Book as Book
    from xlform.writing.workbook_draft import WorkbookDraft as WorkbookDraft
    from xlform.writing.writer import write as write

__all__ = [
    "Book",
    "Comparison",
    "DeclarationProblem",
    "FileProblem",
    "Fixed",
    "Report",
    "Review",
    "RosterProblem",
    "SettingsProblem",
    "Submission",
    "Summary",
    "UnknownForm",
    "WordsProblem",
    "WorkbookDraft",
    "XlformError",
    "__version__",
    "check",
    "diff",
    "fix",
    "read",
    "review",
    "summarize",
    "write",
]

_MODULES: Final = {
    "Book": "xlform.writing.workbook_draft",
    "Comparison": "xlform.comparison.model",
    "DeclarationProblem": "xlform.errors",
    "FileProblem": "xlform.errors",
    "Fixed": "xlform.fixing.fix",
    "Report": "xlform.checking.check",
    "Review": "xlform.review.run",
    "RosterProblem": "xlform.checking.roster",
    "SettingsProblem": "xlform.checking.settings",
    "Submission": "xlform.submission.read",
    "Summary": "xlform.summary.options",
    "UnknownForm": "xlform.errors",
    "WordsProblem": "xlform.model.word_lists",
    "WorkbookDraft": "xlform.writing.workbook_draft",
    "XlformError": "xlform.errors",
    "check": "xlform.checking.check",
    "diff": "xlform.comparison.compare",
    "fix": "xlform.fixing.fix",
    "read": "xlform.submission.read",
    "review": "xlform.review.run",
    "summarize": "xlform.summary.run",
    "write": "xlform.writing.writer",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (any public name)
    """Load a public name on first use, so that ``xlform --help`` loads none of them."""
    if name not in _MODULES:
        raise AttributeError(name)
    from importlib import import_module  # noqa: PLC0415  (as typing)

    return getattr(import_module(_MODULES[name]), name)
