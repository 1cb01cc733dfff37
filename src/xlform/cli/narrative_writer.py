"""The work of ``xlform write --narrative``: the 编报说明 composed from each submission's forms."""

from __future__ import annotations

from pathlib import Path

from xlform.cli.submission_writer import SubmissionWriter
from xlform.messages import translate
from xlform.model.submission import Submission
from xlform.writing.narrative import write_narrative


class NarrativeWriter(SubmissionWriter):
    """Writes a narrative for each file; prints the gaps and the forms that disagree."""

    suffix = ".docx"

    def _write(self, path: str, submission: Submission, output: Path) -> tuple[str, list[str]]:
        narrative = write_narrative(submission, output, force=self._options.force)
        lines = [conflict.sentence for conflict in narrative.conflicts]
        if narrative.placeholders:
            lines.append(translate("narrative.blanks", count=narrative.placeholders))
        self._remarks_of_file += len(lines)
        return translate("narrative.written", path=path, output=output), lines
