"""Build the offline bundle: all wheels of the lock file for one platform, and a script.

``python3.11 packaging/build_bundle.py OUTPUT --platform linux|windows``, on any system; wheels for
another platform are only fetched, never run. See packaging/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from archive import pack
from contents import ROOT, blocks
from inspection import files, size
from packaging.markers import Marker

HERE: Final = Path(__file__).parent
# What a marker is evaluated with, and the tags of wheels, the most particular first.
TARGETS: Final = {
    "linux": (
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
        ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_24_x86_64",
         "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_12_x86_64",
         "manylinux2010_x86_64", "manylinux_2_5_x86_64", "manylinux1_x86_64", "linux_x86_64"),
    ),
    "windows": (
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
        ("win_amd64",),
    ),
}  # fmt: skip
PYTHON: Final = "3.11"
SCRIPTS: Final = {"linux": ("安装.sh", "打开.sh"), "windows": ("安装.cmd", "打开.cmd")}


def marker_environment(platform: str) -> dict[str, str]:
    """Return the values of markers such as ``sys_platform`` on a platform."""
    return {
        "extra": "",
        "python_version": PYTHON,
        "python_full_version": f"{PYTHON}.0",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "platform_machine": "AMD64" if platform == "windows" else "x86_64",
        **TARGETS[platform][0],
    }


def locked(platform: str) -> str:
    """Return the lock file without what its markers leave out on a platform, and without them."""
    kept = []
    for _, text in blocks((ROOT / "requirements.lock").read_text(encoding="utf-8")):
        head, separator, hashes = text.partition(" \\\n")
        requirement, _, marker = head.partition(" ; ")
        if not marker or Marker(marker).evaluate(marker_environment(platform)):
            kept.append(f"{requirement}{separator}{hashes}\n")
    return "".join(kept)


def pip_target(platform: str) -> list[str]:
    """Return pip's options for wheels of a platform, whatever it runs on itself."""
    tags = [word for tag in TARGETS[platform][1] for word in ("--platform", tag)]
    python = ["--python-version", PYTHON, "--implementation", "cp"]
    abis = [
        word for abi in (f"cp{PYTHON.replace('.', '')}", "abi3", "none") for word in ("--abi", abi)
    ]
    return ["--only-binary", ":all:", "--no-deps", "--require-hashes", *tags, *python, *abis]


def main() -> int:
    """Build the bundle for the platform of the command line; print its size."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("output", type=Path)
    wanted.add_argument("--platform", choices=[*TARGETS], required=True)
    arguments = wanted.parse_args()
    platform, output = arguments.platform, arguments.output.resolve()
    folder = output / f"xlform-offline-{platform}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    epoch = _epoch()
    lock = folder / "requirements.txt"
    lock.write_text(locked(platform), encoding="utf-8", newline="\n")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    download = [*pip, "download", "-q", *pip_target(platform), "-d", str(wheels), "-r", str(lock)]
    subprocess.run(download, check=True)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    own = os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}
    subprocess.run(build, check=True, cwd=ROOT, env=own, stderr=subprocess.DEVNULL)
    _add_own_wheel(lock, wheels)
    _add_scripts(folder, platform)
    packed = pack(folder, folder, epoch, windows=platform == "windows")
    print(f"{folder}: {size(folder) / 1e6:.1f} MB, {len(files(wheels))} wheels")
    print(f"{packed}: {packed.stat().st_size / 1e6:.1f} MB")
    return 0


def _epoch() -> int:
    committed = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(committed, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(os.environ.get("SOURCE_DATE_EPOCH", done.stdout))


def _add_own_wheel(lock: Path, wheels: Path) -> None:
    """Add the program itself to the lock, by the hash of the wheel just built."""
    (wheel,) = wheels.glob("xlform_jixiao-*.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    version = wheel.name.split("-")[1]
    with lock.open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"xlform-jixiao=={version} \\\n    --hash=sha256:{digest}\n")


def _add_scripts(folder: Path, platform: str) -> None:
    for name in SCRIPTS[platform]:
        text = (HERE / "start" / name).read_text(encoding="utf-8")
        target = folder / name
        target.write_text(text, encoding="utf-8", newline="\r\n" if platform == "windows" else "\n")
        target.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
