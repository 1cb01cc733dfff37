"""Records on disk between reading and writing, so that memory does not grow with the files.

Two files in a temporary folder of their own: one has the rows of each file and table, encoded as
:mod:`xlform.summary.record` does, the other a head for each file, in order: its name, the result of
reading it, where its rows are. Once a table is looked at, its rows are copied to a file of their
own in the order of the files, because a summary passes over them several times.
:mod:`xlform.summary.layout` defines the tables and their columns.
Everything is returned in one order: the files read by unit, file name and path, then those not
read; within a file in its own order. So the output is the same whatever the order in which files
were read, and by how many processes.

    with Spool() as spool:
        spool.add(info, record)  # in any order
        spool.arrange()  # once all are added
        spool.add_batch_findings(findings)  # of rules between files, by file
        for file in spool.files(): ...
        for file, rows in spool.rows("expenses"): ...
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Final

import msgspec

from xlform.errors import FileProblem
from xlform.files.input_file import FileInfo
from xlform.files.temporary_folder import TemporaryFolder, no_temporary_file
from xlform.model.findings import SEVERITIES, Finding
from xlform.model.texts_by_name import TextsByName
from xlform.summary.batch_index import SpooledBatchIndex, spooled_batch_index
from xlform.summary.blob_file import BlobFile, RecordFile
from xlform.summary.file_order import FileOrder
from xlform.summary.file_rows import FileRows, PackedRows, RowBlock, RowPacker, decoded_rows
from xlform.summary.layout import FINDINGS
from xlform.summary.record import Part, Record, Row, encodable, encoded_rows, finding_row
from xlform.summary.spooled_file import Place, SpooledFile, SpoolHead

_ROWS: Final = "rows"
_HEADS: Final = "heads-{}"
_TABLE: Final = "table-{}-{}"
_NO_FINDINGS: Final[tuple[str, Sequence[Finding]]] = "", ()


class Spool(AbstractContextManager["Spool"]):
    """Records of a run; removed from the disk when closed."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = TemporaryFolder(folder)
        self.folder = self._folder.path
        self._arranged = 0
        self._file_count = 0
        self._of_no_file: list[Place] = []
        self._counts: Counter[str] = Counter()
        # The tables that were looked at since the files were arranged.
        self._tables: dict[str, RecordFile[PackedRows]] = {}
        self._index: SpooledBatchIndex | None = None
        try:
            self._rows = BlobFile(self.folder / _ROWS)
            self._heads = self._new_heads()
        except FileProblem:
            self._folder.close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it; an error of SQLite is one of the temporary folder."""
        self.close()
        if problem is not None and hasattr(problem, "sqlite_errorname"):
            raise no_temporary_file(problem, self.folder.parent) from problem

    def close(self) -> None:
        """Remove it from the disk."""
        self._forget_tables()
        self._forget_index()
        self._rows.close()
        self._heads.close()
        self._folder.close()

    @property
    def file_count(self) -> int:
        """Return the number of files that were added."""
        return self._file_count

    def add(self, info: FileInfo, record: Record, *, skipped: bool = False) -> None:
        """Add the record of one file."""
        self._file_count += 1
        name = encodable(info.name)
        errors, warnings, infos = (record.counts.get(severity, 0) for severity in SEVERITIES)
        file = SpooledFile(
            place=0,
            path=encodable(info.path),
            name=name,
            size=info.size,
            modified=info.modified,
            sha256=record.sha256,
            unit=record.unit,
            year=record.year,
            forms=record.forms,
            errors=errors,
            warnings=warnings,
            infos=infos,
            problem=record.problem,
            skipped=int(skipped),
            kind=record.kind,
            code=record.code,
        )
        parts = {part.table: self._place(part) for part in record.parts}
        entry = self._rows.add(record.entry), len(record.entry)
        self._heads.add(SpoolHead(file, name, entry, parts))
        self._counts.update({part.table: part.count for part in record.parts})

    def arrange(self, units: TextsByName | None = None) -> None:
        """Set the order of the files, and names that are distinct.

        ``units`` gives units other names, by the path of the file; it may be repeated with them.
        """
        units = units or TextsByName(())
        keys = (
            (position, file.skipped, file.problem != "", unit, head.name, file.path)
            for position, head in self._heads.positions()
            for file in [head.file]
            for unit in [units.get(file.path, file.unit)]
        )
        with FileOrder(keys) as order:
            before, self._heads = self._heads, self._new_heads()
            for place, (position, name) in enumerate(order, 1):
                head = before.read(position)
                unit = units.get(head.file.path, head.file.unit)
                head.file = msgspec.structs.replace(head.file, place=place, name=name, unit=unit)
                self._heads.add(head)
        before.close()
        self._forget_index()

    def add_batch_findings(self, findings: Iterable[tuple[str, Sequence[Finding]]]) -> None:
        """Add findings of rules between files by the name of the file, in the order of the files.

        Those of no file in particular, "", come last. They follow a file's own in
        ``rows("findings")``, or are in :meth:`batch_findings`, and are counted. Raises
        ``ValueError`` for a name that is not in its place.
        """
        waiting = iter(findings)
        name, found = next(waiting, _NO_FINDINGS)
        before, self._heads = self._heads, self._new_heads()
        for head in before:
            if found and name == head.file.name:
                self._add_between(head, found)
                name, found = next(waiting, _NO_FINDINGS)
            self._heads.add(head)
        before.close()
        if found and not name:
            self._of_no_file.append(self._place(_finding_rows(found)))
            name, found = next(waiting, _NO_FINDINGS)
        if found:
            raise ValueError(f"findings on {name!r}, which is not in its place")

    def _add_between(self, head: SpoolHead, findings: Sequence[Finding]) -> None:
        """Add findings of rules between files to those of one file."""
        part, file = _finding_rows(findings), head.file
        counts: Counter[str] = Counter(finding.severity for finding in findings)
        head.between.append(self._place(part))
        self._counts[FINDINGS.name] += part.count
        head.file = msgspec.structs.replace(
            file,
            errors=file.errors + counts["error"],
            warnings=file.warnings + counts["warning"],
            infos=file.infos + counts["info"],
        )

    def batch_findings(self) -> list[Row]:
        """Return the findings that are about no single file, as rows of ``findings``."""
        return [row for place in self._of_no_file for row in self._decoded(place)]

    def batch_findings_by_path(self) -> dict[str, list[Row]]:
        """Return the findings of rules between files on each file that has some, by its path."""
        return {
            head.file.path: [row for place in head.between for row in self._decoded(place)]
            for head in self._heads
            if head.between
        }

    def files(self) -> Iterator[SpooledFile]:
        """Yield every file, read or not, in order."""
        for head in self._heads:
            yield head.file

    def rows(self, table: str) -> Iterator[tuple[SpooledFile, list[Row]]]:
        """Yield every file that has rows in a table, in order, with these rows."""
        return ((found.file, found.rows()) for found in self.tables(table))

    def tables(self, table: str) -> Iterator[FileRows]:
        """Yield the rows of a table in every file that has some, in order."""
        return (found for block in self.blocks(table) for found in block.by_file())

    def blocks(self, table: str) -> Iterator[RowBlock]:
        """Yield the same for some files at a time."""
        if table not in self._tables:
            self._tables[table] = self._copied(table)
        return map(RowBlock, self._tables[table])

    def _copied(self, table: str) -> RecordFile[PackedRows]:
        """Return the rows of a table as a file of their own."""
        # A process that was forked may look at the same table for the first time.
        number = f"{self._arranged}.{os.getpid()}"
        copied = RecordFile(self.folder / _TABLE.format(len(self._tables), number), PackedRows)
        try:
            for packed in self._packed(table):
                copied.add(packed)
        except BaseException:
            copied.close()
            raise
        return copied

    def _packed(self, table: str) -> Iterator[PackedRows]:
        """Yield the rows of a table, those of some files together."""
        packer = RowPacker()
        for head in self._heads:
            own = head.parts.get(table)
            between = head.between if table == FINDINGS.name else ()
            for start, length, count in (*([own] if own else ()), *between):
                if count:
                    packer.add(head.file, count, self._rows.read(start, length))
            if packer.is_full and (packed := packer.packed()):
                yield packed
        if packed := packer.packed():
            yield packed

    def _forget_tables(self) -> None:
        for copied in self._tables.values():
            copied.close()
        self._tables.clear()

    def count(self, table: str) -> int:
        """Return the rows of a table in all files, without :meth:`batch_findings`."""
        return self._counts[table]

    def batch_index(self) -> SpooledBatchIndex:
        """Return the batch index of the files that were read, in order, with distinct names."""
        if self._index is None:
            self._index = spooled_batch_index(self._heads, self._rows, self.folder, self._arranged)
        return self._index

    def _place(self, part: Part) -> Place:
        """Write the rows of a part; return where they are."""
        return self._rows.add(part.columns), len(part.columns), part.count

    def _decoded(self, place: Place) -> list[Row]:
        start, length, count = place
        return decoded_rows(self._rows.read(start, length), count)

    def _forget_index(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None

    def _new_heads(self) -> RecordFile[SpoolHead]:
        self._forget_tables()
        self._arranged += 1
        return RecordFile(self.folder / _HEADS.format(self._arranged), SpoolHead)


def _finding_rows(findings: Iterable[Finding]) -> Part:
    return encoded_rows(FINDINGS.name, [finding_row(finding) for finding in findings])
