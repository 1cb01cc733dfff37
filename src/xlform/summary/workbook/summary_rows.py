"""Rows for the sheets of a summary: those of the spool without the forms that don't count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from xlform.messages import translate
from xlform.model.texts_by_name import NameIndex
from xlform.summary.district import District
from xlform.summary.file_rows import FileRows, RowBlock
from xlform.summary.layout import Layout, table_names
from xlform.summary.spool import Spool
from xlform.summary.spooled_file import SpooledFile
from xlform.summary.unit_status import UnitStatus
from xlform.summary.workbook.links import FileLinks, LinkTargets

# The column with the number of a row's form in its file.
_FORM = "form"


class SummaryRows(AbstractContextManager["SummaryRows"]):
    """The rows of a run in their order, and links from the summary back to the files."""

    def __init__(
        self, spool: Spool, layouts: Mapping[str, Layout], output: Path | None, district: District
    ) -> None:
        self.spool = spool
        self.layouts = layouts
        self.district = district
        known = district.known_kinds.values()
        self.table_names = table_names(each for kind in known for each in kind.templates)
        self.link_targets = LinkTargets(output)
        # Resources that have to be closed before the spool is.
        self.resources = ExitStack()
        selection = district.status.selection
        self._excluded_numbers = selection.numbers
        self._excluded = {(form.path, form.form): form for form in selection.excluded}
        self._statuses = district.status.unit_statuses
        self._units = NameIndex(status.name for status in self._statuses)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the resources that sheets opened."""
        self.resources.close()

    def files(self) -> Iterator[SpooledFile]:
        """Yield every file, read or not."""
        return self.spool.files()

    def counts(self, file: SpooledFile) -> bool:
        """Return whether any form of a file counts."""
        excluded = self._excluded_numbers.get(file.path, ())
        return not file.problem and len(excluded) < file.forms

    def blocks(self, table: str) -> Iterator[RowBlock]:
        """Yield the rows of a table, of forms that count, for some files at a time."""
        found = self.spool.blocks(table)
        return self._counting(table, found) if self._excluded_numbers else found

    def tables(self, table: str) -> Iterator[FileRows]:
        """Yield the same by file."""
        return (found for block in self.blocks(table) for found in block.by_file())

    def count(self, table: str) -> int:
        """Return the number of rows that :meth:`blocks` yields."""
        if not self._excluded_numbers:
            return self.spool.count(table)
        return sum(block.count for block in self.blocks(table))

    def file_links(self, file: SpooledFile) -> FileLinks:
        """Return the links into a file."""
        return self.link_targets.links_into(file.path, file.kind)

    def unit_status(self, unit: str) -> UnitStatus | None:
        """Return the status of a unit; ``None`` for one that is not on the roster."""
        at = self._units.find(unit)
        return None if at is None else self._statuses[at]

    def exclusion_reason(self, file: SpooledFile, form: int) -> str:
        """Return why a form doesn't count, as a sentence; "" where it does."""
        excluded = self._excluded.get((file.path, form))
        if excluded is None:
            return ""
        if not excluded.replaced_by:
            return translate("summary.other-year", year=excluded.year)
        key = "summary.replaced-by" if excluded.certain else "summary.replaced-perhaps"
        key = "summary.paper-of" if excluded.is_copy else key
        return translate(key, by=excluded.replaced_by)

    def _counting(self, table: str, blocks: Iterable[RowBlock]) -> Iterator[RowBlock]:
        excluded = self._excluded_numbers
        of_forms = self.layouts[table].names[0] == _FORM
        for block in blocks:
            if not any(file.path in excluded for file in block.files):
                yield block
                continue
            if of_forms:
                numbers = block.of_files(excluded.get(file.path, ()) for file in block.files)
                forms = block.column(0)
                keep = [form not in own for form, own in zip(forms, numbers, strict=True)]
            else:
                keep = block.of_files(map(self.counts, block.files))
            kept = block.where(keep)
            if kept.count:
                yield kept


def unit_name(file: SpooledFile) -> str:
    """Return the name of a file's unit; the file's own name where it has none, "" if unread."""
    return file.unit or ("" if file.problem else file.name)


def zip_tables(
    files: Iterable[SpooledFile], streams: list[Iterator[FileRows]]
) -> Iterator[tuple[SpooledFile, list[FileRows | None]]]:
    """Yield each file with its rows in each of several tables; all have the same order."""
    heads = [next(stream, None) for stream in streams]
    for file in files:
        tables: list[FileRows | None] = []
        for n, head in enumerate(heads):
            is_own = head is not None and head.file.place == file.place
            tables.append(head if is_own else None)
            if is_own:
                heads[n] = next(streams[n], None)
        yield file, tables
