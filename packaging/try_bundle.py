"""Try an offline bundle where no package index answers.

``python packaging/try_bundle.py BUNDLE --platform linux|windows``: every wheel is found by its hash
and every requirement of every wheel is among them; on the bundle's own platform it is installed
and the sample read. Exit 1 with what is missing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path
from typing import Final

from build_bundle import marker_environment, pip_target
from contents import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

# A port of this computer where nothing listens: whatever asks an index fails at once.
DEAD_INDEX: Final = "http://127.0.0.1:9/simple"


def unmet(wheels: Path, platform: str) -> Iterator[str]:
    """Yield each requirement of a wheel that no wheel of the bundle meets on the platform."""
    found = {}
    for wheel in sorted(wheels.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(wheel.name)
        found[name] = version
    for wheel in sorted(wheels.glob("*.whl")):
        for requirement in _requirements(wheel):
            marker = requirement.marker
            if marker and not marker.evaluate(marker_environment(platform)):
                continue
            held = found.get(canonicalize_name(requirement.name))
            if held is None or held not in requirement.specifier:
                yield f"{wheel.name} requires {requirement}"


def _requirements(wheel: Path) -> Iterator[Requirement]:
    with zipfile.ZipFile(wheel) as archive:
        (path,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(path).decode())
    for text in metadata.get_all("Requires-Dist") or []:
        yield Requirement(str(text))


def _resolve(bundle: Path, platform: str) -> None:
    """Let pip find every wheel by its hash, without an index."""
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    offline = ["--no-index", "--find-links", str(bundle / "wheels"), "--target", str(bundle / "x")]
    command = [*pip, "--dry-run", "-q", *pip_target(platform), *offline]
    lock = ["-r", str(bundle / "requirements.txt")]
    subprocess.run([*command, *lock], check=True, env=_offline())


def _offline() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return own | {"PIP_INDEX_URL": DEAD_INDEX, "PIP_CONFIG_FILE": os.devnull}


def _install(bundle: Path, platform: str) -> None:
    """Install a copy of the bundle in another folder and read the sample with it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "离线 安装")
        shutil.copytree(bundle, place)
        windows = platform == "windows"
        script = ["cmd", "/c", "安装.cmd"] if windows else ["./安装.sh"]
        subprocess.run(
            script, cwd=place, env=_offline(), stdin=subprocess.DEVNULL, check=True, timeout=900
        )
        program = str(place / ("xlform.exe" if windows else "xlform"))
        sample = ROOT / "samples" / "云田镇.xlsx"
        done = subprocess.run(
            [program, "import", sample, "--format", "json"],
            env=os.environ | {"PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        print(f"installed offline; the sample gives {len(done.stdout)} characters of JSON")


def main() -> int:
    """Try the bundle of the command line; print what works."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("bundle", type=Path)
    wanted.add_argument("--platform", choices=["linux", "windows"], required=True)
    arguments = wanted.parse_args()
    bundle, platform = arguments.bundle.resolve(), arguments.platform
    missing = [*unmet(bundle / "wheels", platform)]
    if missing:
        raise SystemExit("\n".join(missing))
    _resolve(bundle, platform)
    print(f"{platform}: all wheels are found by their hashes, and no requirement is missing")
    if (platform == "windows") == (sys.platform == "win32"):
        _install(bundle, platform)
    return 0


if __name__ == "__main__":
    sys.exit(main())
