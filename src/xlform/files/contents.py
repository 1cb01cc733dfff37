"""The bytes of an input file: from the disk, from an archive, from behind a URL."""

from __future__ import annotations

from xlform.errors import unreadable
from xlform.files.input_file import InputFile, is_url
from xlform.model.regular_file import regular_bytes


def input_bytes(file: InputFile) -> bytes:
    """Return the bytes of an input; :class:`~xlform.errors.FileProblem` where it can't be read."""
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
