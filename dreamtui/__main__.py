"""`python -m dreamtui`, and the `dreamtui` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns the exit status."""
    import gc

    from dreamtui.cli.main import run

    gc.disable()  # a command ends before a collection pays: it would walk the whole store, in vain

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
