"""What the handlers of pages use: rounds, workers, and who may come in."""

from __future__ import annotations

from pathlib import Path

import msgspec

from xlform.web.access import Access
from xlform.web.address import Address
from xlform.web.open_rounds import Rounds
from xlform.web.own_templates import OwnTemplates
from xlform.web.reading import Reading


class Services(msgspec.Struct, frozen=True):
    """Services of the application; ``folder`` is the one of the server's disk to be read.

    ``config`` is the project file it was started with, ``templates`` the district's own.
    """

    address: Address
    access: Access
    rounds: Rounds
    reading: Reading
    templates: OwnTemplates
    folder: Path | None = None
    config: Path | None = None
