"""xlform reads, checks, mends, regenerates and consolidates 预算绩效 forms, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlform._version import __version__ as __version__

if TYPE_CHECKING:
    from xlform.checker import Report as Report
    from xlform.checker import check as check
    from xlform.fixing import Fixed as Fixed
    from xlform.fixing import fix as fix
    from xlform.submission import Submission as Submission
    from xlform.submission import read as read
    from xlform.writing.book import Book as Book
    from xlform.writing.writer import write as write

__all__ = ["Book", "Fixed", "Report", "Submission", "__version__", "check", "fix", "read", "write"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the module holds)
    """Load the verbs only when asked for, so that ``xlform --help`` answers at once."""
    if name in {"Report", "check"}:
        from xlform import checker  # noqa: PLC0415

        return getattr(checker, name)
    if name in {"Fixed", "fix"}:
        from xlform import fixing  # noqa: PLC0415

        return getattr(fixing, name)
    if name in {"Submission", "read"}:
        from xlform import submission  # noqa: PLC0415

        return getattr(submission, name)
    if name in {"Book", "write"}:
        from xlform.writing import writer  # noqa: PLC0415

        return getattr(writer, name)
    raise AttributeError(name)
