"""Files of a corrected template, made and checked in a worker process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.checking.template_check import check_templates
from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile
from xlform.files.temporary_folder import TemporaryFolder
from xlform.learning.writing import template_files
from xlform.messages import translate
from xlform.template.store import load_template
from xlform.web.template_view import MadeTemplate
from xlform.web.template_work import corrections_of, learnt_blank

if TYPE_CHECKING:
    from xlform.web.work import Desk

_encoder: Final = msgspec.msgpack.Encoder()
_FAULTS_AT_MOST: Final = 50
# Set and form of a template that has no name yet.
_UNNAMED: Final = "learnt/form"


def make(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the :class:`.MadeTemplate` of a blank, encoded.

    The arguments are the name of its sheet, the corrections, encoded, and its name as a template.
    Raises :class:`~xlform.errors.XlformError` for a declaration that can't be read back.
    """
    sheet, name = str(arguments[0]), str(arguments[2]) or _UNNAMED
    learnt = learnt_blank(desk, input_bytes(file), sheet, corrections_of(arguments[1]), name)
    files = template_files(learnt, file.info.name)
    return _encoder.encode(
        MadeTemplate(files, learnt.form.kind, tuple(_faults(files, name))[:_FAULTS_AT_MOST])
    )


def _faults(files: dict[str, bytes], name: str) -> Iterator[str]:
    """Yield what is wrong with a template, as a set of its own beside the shipped ones."""
    with TemporaryFolder() as folder:
        place = folder.path / Path(name)
        place.mkdir(parents=True)
        for file_name, content in files.items():
            (place / file_name).write_bytes(content)
        load_template(place, name)
        for found in check_templates(folder.path).faults:
            level = translate(f"template-check.{found.fault.severity}")
            yield f"{level} {found.key}: {found.fault}".replace(" : ", " ")
