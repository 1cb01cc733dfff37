#!/bin/sh
# Installs xlform into this folder from the wheels beside it; asks no package index.
set -eu
cd "$(dirname -- "$0")"
python=${PYTHON:-python3.11}
if ! command -v "$python" >/dev/null; then
  echo "没有找到 Python 3.11：请先装好，或用不需要 Python 的文件夹；装在别处的写 PYTHON=/路径/python3.11 再运行。" >&2
  exit 3
fi
PIP_CONFIG_FILE=/dev/null
export PIP_CONFIG_FILE
"$python" -m venv --clear .venv
.venv/bin/python -m pip --isolated --disable-pip-version-check install -q \
  --no-index --find-links wheels --only-binary :all: --require-hashes -r requirements.txt
ln -sf .venv/bin/xlform xlform
echo "装好了：$(./xlform --version)。打开网页：./打开.sh；用命令：./xlform -h"
