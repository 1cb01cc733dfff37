"""Settings of the whole suite."""

from __future__ import annotations

import os
from collections.abc import Iterator

import office
import pytest
from hypothesis import settings

# A slow machine is no failure; in CI the examples are the same from run to run.
settings.register_profile("xlform", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("xlform")


@pytest.fixture(scope="session", autouse=True)
def _office_stopped() -> Iterator[None]:
    yield
    office.stop()
