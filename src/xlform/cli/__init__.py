"""The command line: parse, call, print; a command is loaded when it is invoked."""
