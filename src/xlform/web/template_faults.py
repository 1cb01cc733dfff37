"""Faults of a learnt declaration, found as ``template check`` does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from xlform.checking.template_check import check_templates
from xlform.files.temporary_folder import TemporaryFolder
from xlform.messages import translate
from xlform.template.store import load_template

_FAULTS_AT_MOST: Final = 50


def template_faults(files: Mapping[str, bytes], name: str) -> tuple[str, ...]:
    """Return what is wrong with a template, as a set of its own beside the shipped ones.

    ``files`` are those of its folder by name, ``name`` is ``set/form``. Raises
    :class:`~xlform.errors.XlformError` for a declaration that can't be read back.
    """
    with TemporaryFolder() as folder:
        place = folder.path / Path(name)
        place.mkdir(parents=True)
        for file_name, content in files.items():
            (place / file_name).write_bytes(content)
        load_template(place, name)
        return tuple(_lines(folder.path))[:_FAULTS_AT_MOST]


def _lines(folder: Path) -> Iterator[str]:
    for found in check_templates(folder).faults:
        level = translate(f"template-check.{found.fault.severity}")
        yield " ".join(filter(None, (level, found.key, str(found.fault))))
