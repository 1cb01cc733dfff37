"""The bytes of an input file: from the disk, from an archive, from behind a URL."""

from __future__ import annotations

from xlform.errors import FileProblem, unreadable
from xlform.files.input_file import InputFile
from xlform.files.name_patterns import is_url
from xlform.model.regular_file import is_lock_file, regular_bytes


def input_bytes(file: InputFile) -> bytes:
    """Return the bytes of an input; :class:`~xlform.errors.FileProblem` where it can't be read.

    A file without content can't, nor the lock file that Office puts beside an open one.
    """
    if is_lock_file(file.info.name):
        raise FileProblem("lock-file", path=file.info.path)
    data = _bytes(file)
    if not data:
        raise FileProblem("empty-file", path=file.info.path)
    return data


def _bytes(file: InputFile) -> bytes:
    if file.members:
        from xlform.files.archives import member_bytes  # noqa: PLC0415  (few files are archives)

        return member_bytes(file.location, file.members, file.info.path)
    if is_url(file.location):
        from xlform.files.remote import url_bytes  # noqa: PLC0415  (fsspec is an extra)

        return url_bytes(file.location)
    try:
        return regular_bytes(file.location)
    except (OSError, ValueError) as error:
        raise unreadable(file.info.path, error) from error
