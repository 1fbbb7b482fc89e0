"""One module a command, each with `run(args) -> exit status`, imported only when its command is given."""
