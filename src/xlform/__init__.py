"""xlform reads, checks, mends, regenerates and consolidates 预算绩效 forms, offline."""

from __future__ import annotations

from xlform._version import __version__ as __version__
