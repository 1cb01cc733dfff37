#!/bin/sh
# Opens the page of xlform in the browser; the window shows its address and stays open.
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 3
"$folder/xlform" serve "$@"
code=$?
# Closed by Ctrl-C it has nothing more to say; a sentence about a problem has to be read.
if [ "$code" -ne 0 ] && [ "$code" -ne 130 ] && [ -t 0 ]; then
  printf '按回车键关闭。' >&2
  read -r _
fi
exit "$code"
