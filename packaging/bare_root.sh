#!/bin/sh
# Makes a bare Debian without Python in a new folder: bare_root.sh ROOT [SUITE], as root.
# Needs debootstrap (apt-get install debootstrap). SUITE is bookworm unless another one is named.
set -eu
root=$1
suite=${2:-bookworm}
debootstrap --variant=minbase "$suite" "$root" "${MIRROR:-http://deb.debian.org/debian}" >/dev/null
pythons=$(find "$root/usr" "$root/opt" "$root/lib" "$root/bin" -name 'python*' -o -name 'libpython*' |
  grep -v /usr/share/ || true)
if [ -n "$pythons" ]; then
  printf 'there is Python in it:\n%s\n' "$pythons" >&2
  exit 1
fi
printf '%s: %s, glibc %s, no Python\n' "$root" "$suite" \
  "$(chroot "$root" dpkg-query -W -f '${Version}' libc6)"
