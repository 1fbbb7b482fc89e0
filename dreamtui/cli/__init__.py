"""The command line: `parser` says what may be given, `commands` do it, `show` draws it for people, `shapes` for programs."""
