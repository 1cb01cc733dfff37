"""The commands of ``xlform``: one module each, loaded when its command is invoked."""
