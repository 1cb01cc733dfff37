"""Files saved anew by LibreOffice, as tests of other formats want them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

OFFICE = next((found for name in ("soffice", "libreoffice") if (found := shutil.which(name))), "")
needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
# Separate files for all sheets, values as they are shown, UTF-8.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def saved_as(wanted: str, paths: Iterable[Path], folder: Path) -> list[Path]:
    """The files in another format, in one run; ``wanted`` is an ending, or a filter after it."""
    made = folder / wanted.partition(":")[0]
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [OFFICE, "--headless", f"-env:UserInstallation={profile}", "--convert-to", wanted,
         "--outdir", made, *paths],
        check=True,
        capture_output=True,
        timeout=180,
    )  # fmt: skip
    return sorted(made.iterdir()) if made.is_dir() else []
