"""Files of a corrected template, made and checked in a worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile
from xlform.learning.writing import template_files
from xlform.web.template_faults import template_faults
from xlform.web.template_view import MadeTemplate
from xlform.web.template_work import corrections_of, learnt_blank

if TYPE_CHECKING:
    from xlform.web.work import Desk

_encoder: Final = msgspec.msgpack.Encoder()


def make(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the :class:`.MadeTemplate` of a blank, encoded.

    The arguments are the name of its sheet, the corrections, encoded, and its name as a template.
    Raises :class:`~xlform.errors.XlformError` for a declaration that can't be read back.
    """
    sheet, name = str(arguments[0]), str(arguments[2])
    learnt = learnt_blank(desk, input_bytes(file), sheet, corrections_of(arguments[1]), name)
    files = template_files(learnt, file.info.name)
    template_faults(files, name)  # what can't be read back is not saved
    return _encoder.encode(MadeTemplate(files, learnt.form.kind))
