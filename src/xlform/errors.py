"""Problems with a file or with the program's own inputs; problems with a *form* are findings.

Every class owns its sentence: ``code`` names it in the message catalog (``error.<code>``), and
the keyword arguments fill it in, so that a sentence always says what, where and what to do.
"""

from __future__ import annotations

import errno
from typing import Final

from xlform.messages import translate
from xlform.model.regular_file import ChangedFile, IrregularFile


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
    errno.EBADF: "closed",
    errno.EPIPE: "closed",
}
# ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows: open in another program.
_IN_USE: Final = frozenset({32, 33})


def system_reason(error: BaseException) -> str:
    """Return why the system refused, in the user's language; an unknown reason has its number."""
    if isinstance(error, IrregularFile):
        return translate("system.irregular", kind=translate(f"file-kind.{error.kind}"))
    if error.args and isinstance(wrapped := error.args[0], OSError):
        return system_reason(wrapped)  # a library's own error around the system's
    number = getattr(error, "errno", None)
    if name := _reason_name(error, number):
        return translate(f"system.{name}")
    return translate("system.other", number="—" if number is None else number)


def _reason_name(error: BaseException, number: int | None) -> str:
    """Return the key of the reason; "" for an unknown one."""
    if getattr(error, "winerror", None) in _IN_USE:
        return "in-use"
    if isinstance(error, ChangedFile):
        return "changing"
    if number in _REASONS:
        return _REASONS[number]
    if isinstance(error, MemoryError):
        return "no-memory"
    return "bad-name" if isinstance(error, ValueError) else ""  # a null byte, or a surrogate


def unreadable(path: str, error: BaseException) -> FileProblem:
    """Return the problem of an input that the system refused to read."""
    if isinstance(error, FileNotFoundError):
        return FileProblem("missing-file", path=path)
    if isinstance(error, IrregularFile):
        if error.kind == "folder":
            return FileProblem("folder", path=path)
        return FileProblem("irregular-file", path=path, kind=translate(f"file-kind.{error.kind}"))
    if isinstance(error, ChangedFile):
        return FileProblem("changing-file", path=path)
    return FileProblem("unreadable", path=path, reason=system_reason(error))
