"""Findings between the files of a batch by file, on the disk: thousands of files have thousands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

import msgspec

from xlform.checking.finding_order import in_order, numbered
from xlform.checking.rule_plan import ordered_by_requirements
from xlform.checking.runner import FindingsOnlyRunner
from xlform.errors import XlformError
from xlform.files.temporary_folder import no_temporary_file
from xlform.model.findings import BatchFinding, Finding, Severity
from xlform.rules.batch_index import BatchIndex, without_forms
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule

_TABLE: Final = """
    PRAGMA cache_size = -512; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;
    CREATE TABLE findings (file TEXT, finding BLOB);
    CREATE INDEX by_file ON findings (file);
"""
_WAITING: Final = 250

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(BatchFinding)


class FindingsByFile(AbstractContextManager["FindingsByFile"]):
    """Findings by the name of their file, each once, in the order in which they were added."""

    def __init__(self) -> None:
        # The empty name: a database of its own that goes to the disk once it is large.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLE)
        self._waiting: list[tuple[str, bytes]] = []

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database; an error of it is one of the temporary folder."""
        self._db.close()
        if isinstance(problem, sqlite3.Error):
            raise no_temporary_file(problem) from problem

    def add(self, finding: BatchFinding) -> None:
        """Add a finding."""
        self._waiting.append((finding.file, _encoder.encode(finding)))
        if len(self._waiting) >= _WAITING:
            self._flush()

    def files(self) -> Iterator[str]:
        """Yield the names of the files that have findings; "" for those about none."""
        self._flush()
        return (name for (name,) in self._db.execute("SELECT DISTINCT file FROM findings"))

    def of(self, file: str) -> list[BatchFinding]:
        """Return the findings on a file."""
        self._flush()
        rows = self._db.execute(
            "SELECT finding FROM findings WHERE file = ? ORDER BY rowid", (file,)
        )
        return [_decoder.decode(data) for data in dict.fromkeys(data for (data,) in rows)]

    def _flush(self) -> None:
        if self._waiting:
            try:
                self._db.execute("BEGIN")
                self._db.executemany("INSERT INTO findings VALUES (?, ?)", self._waiting)
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                raise no_temporary_file(error) from error
            self._waiting.clear()


class _StoringRunner(FindingsOnlyRunner):
    """Runner of batch rules that keeps their findings in a store."""

    def __init__(
        self, context: RuleContext, severities: dict[str, Severity], store: FindingsByFile
    ) -> None:
        super().__init__(context, severities, {})
        self._store = store
        self._keep = self._add_to_store

    def _add_to_store(self, finding: Finding) -> None:
        if isinstance(finding, BatchFinding):
            self._store.add(finding)

    def _record_no_answer(self, *_: object, **why: object) -> None:
        """Drop the reason; a full disk is no fault of the rule."""
        if isinstance(crash := why.get("crash"), XlformError):
            raise crash


def batch_findings(
    batch_index: BatchIndex,
    context: RuleContext,
    rules: Iterable[Rule],
    severities: dict[str, Severity],
) -> Iterator[tuple[str, tuple[BatchFinding, ...]]]:
    """Yield the findings of :func:`.check_batch_index` alone, by file, for thousands of files.

    Files come by name, in the order of the batch, "" for findings on none in particular last.
    """
    over_batch = ordered_by_requirements(rule for rule in rules if rule.scope == "batch")
    with FindingsByFile() as store:
        _StoringRunner(context, severities, store).run_rules(over_batch, batch_index)
        names = set(store.files())
        for number, bare in enumerate(without_forms(batch_index)):
            if bare.name in names:
                names.discard(bare.name)
                sheets = [form.sheet for form in batch_index[number].forms]
                yield bare.name, tuple(numbered(in_order(store.of(bare.name), sheets)))
        for name in sorted(names):
            yield name, tuple(numbered(in_order(store.of(name), ())))
