"""Problems with a file or with the program's own inputs; problems with a *form* are findings.

Every class owns its sentence: ``code`` names it in the message catalog (``error.<code>``), and
the keyword arguments fill it in, so that a sentence always says what, where and what to do.
"""

from __future__ import annotations

import errno
from typing import Final

from xlform.messages import translate


class XlformError(Exception):
    """Base of all that xlform raises on purpose; ``str()`` is one sentence in the set language."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        return translate(f"error.{self.code}", **self.details)


class FileProblem(XlformError):
    """A file that could not be read or written; ``path`` among the details."""


class CellNotEditable(FileProblem):
    """A cell that can't be changed alone; ``sheet``, ``cell`` and ``because`` among the details."""


class UnknownForm(FileProblem):
    """A workbook in which no known form was found; names the nearest one and what it lacks."""


class DeclarationProblem(XlformError):
    """A template's declaration that can't be used; names the file, the key and the known keys."""


class NotationProblem(XlformError):
    """Text that is not the grid notation; ``line`` counts from 1."""


_REASONS: Final = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "read-only",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "too-big",
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.EISDIR: "is-a-folder",
    errno.EEXIST: "exists",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EINVAL: "bad-name",
    errno.ELOOP: "link-loop",
    errno.EBUSY: "in-use",
    errno.ETXTBSY: "in-use",
    errno.EAGAIN: "in-use",
    errno.EIO: "device-error",
    errno.ENXIO: "device-error",
    errno.ENODEV: "device-error",
    errno.ETIMEDOUT: "network",
    errno.EHOSTUNREACH: "network",
    errno.ENETUNREACH: "network",
    errno.ECONNREFUSED: "network",
    errno.ECONNRESET: "network",
    errno.ESTALE: "network",
    errno.EMFILE: "too-many-open",
    errno.ENFILE: "too-many-open",
    errno.ENOMEM: "no-memory",
}
# ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows: open in another program.
_IN_USE: Final = frozenset({32, 33})


def system_reason(error: BaseException) -> str:
    """Return why the system refused, in the user's language; an unknown reason has its number."""
    if getattr(error, "winerror", None) in _IN_USE:
        return translate("system.in-use")
    number = getattr(error, "errno", None)
    if number in _REASONS:
        return translate(f"system.{_REASONS[number]}")
    if isinstance(error, MemoryError):
        return translate("system.no-memory")
    if isinstance(error, ValueError):  # a null byte, or a surrogate
        return translate("system.bad-name")
    return translate("system.other", number="—" if number is None else number)
