"""Message catalog: for each key the Chinese and the English text.

Messages for people who check forms: what was found, where, what to do. Placeholders in braces are
filled in by :func:`xlform.messages.translate`. One part per module, each key in one part only.
"""

from __future__ import annotations

from typing import Final

from xlform.messages.catalog.batches import BATCHES
from xlform.messages.catalog.blanks import BLANKS
from xlform.messages.catalog.checking import CHECKING
from xlform.messages.catalog.commands import COMMANDS
from xlform.messages.catalog.documents import DOCUMENTS
from xlform.messages.catalog.fixing import FIXING
from xlform.messages.catalog.formats import FORMATS
from xlform.messages.catalog.letters import LETTERS
from xlform.messages.catalog.narrative import NARRATIVE
from xlform.messages.catalog.outputs import OUTPUTS
from xlform.messages.catalog.problems import PROBLEMS
from xlform.messages.catalog.reading import READING
from xlform.messages.catalog.roster import ROSTER
from xlform.messages.catalog.summary import SUMMARY
from xlform.messages.catalog.tables import TABLES
from xlform.messages.catalog.writing import WRITING

CATALOG: Final[dict[str, tuple[str, str]]] = {
    **BLANKS,
    **BATCHES,
    **CHECKING,
    **COMMANDS,
    **DOCUMENTS,
    **FIXING,
    **FORMATS,
    **LETTERS,
    **NARRATIVE,
    **OUTPUTS,
    **PROBLEMS,
    **READING,
    **ROSTER,
    **SUMMARY,
    **TABLES,
    **WRITING,
}
