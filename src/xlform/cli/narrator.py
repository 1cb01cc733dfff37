"""The work of ``xlform write --narrative``: the 编报说明 drawn up from each submission's forms."""

from __future__ import annotations

from pathlib import Path

from xlform.cli.writer import Writer
from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.writing.narrative import write_narrative


class Narrator(Writer):
    """Writes a narrative for each file, and tells what it left blank and which forms disagree."""

    suffix = ".docx"

    def _write(self, path: str, found: Submission, place: Path) -> tuple[str, list[str]]:
        drawn = write_narrative(found, place)
        lines = [one.sentence for one in drawn.differences]
        if drawn.blanks:
            lines.append(translate("narrative.blanks", count=drawn.blanks))
        self._told += len(lines)
        return translate("narrative.written", path=path, output=place), lines
