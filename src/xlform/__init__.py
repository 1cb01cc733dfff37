"""xlform reads, checks, mends, regenerates and consolidates 预算绩效 forms, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlform._version import __version__ as __version__

if TYPE_CHECKING:
    from xlform.checking.check import Report as Report
    from xlform.checking.check import check as check
    from xlform.fixing.fix import Fixed as Fixed
    from xlform.fixing.fix import fix as fix
    from xlform.submission.read import Submission as Submission
    from xlform.submission.read import read as read
    from xlform.summary.run import Summary as Summary
    from xlform.summary.run import summarize as summarize
    from xlform.writing.book import Book as Book
    from xlform.writing.writer import write as write

__all__ = [
    "Book",
    "Fixed",
    "Report",
    "Submission",
    "Summary",
    "__version__",
    "check",
    "fix",
    "read",
    "summarize",
    "write",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the module holds)
    """Load the verbs only when asked for, so that ``xlform --help`` answers at once."""
    if name in {"Report", "check"}:
        from xlform.checking import check as checker  # noqa: PLC0415

        return getattr(checker, name)
    if name in {"Fixed", "fix"}:
        from xlform.fixing import fix as fixing  # noqa: PLC0415

        return getattr(fixing, name)
    if name in {"Submission", "read"}:
        from xlform.submission import read as submission  # noqa: PLC0415

        return getattr(submission, name)
    if name in {"Book", "write"}:
        from xlform.writing import writer  # noqa: PLC0415

        return getattr(writer, name)
    if name in {"Summary", "summarize"}:
        from xlform.summary import run  # noqa: PLC0415

        return getattr(run, name)
    raise AttributeError(name)
