"""The command line: `parser` says what may be given, `commands` do it, `show` and `shapes` tell of it."""
