"""`dreamtui on` and `dreamtui off`: the master switch, in dreamtui's own settings."""

from __future__ import annotations

import argparse
import os

from dreamtui.cli.main import DONE
from dreamtui.cli.output import print_json
from dreamtui.config import own_file

_MEANING = {
    True: "Schedules and triggers may run; `dreamtui status` tells when the next one is due.",
    False: "Schedules and triggers stop; your own previews, sweeps and reviews still work.",
}


def run(args: argparse.Namespace) -> int:
    """Turn schedules and triggers on or off; a person's own previews and reviews always work."""
    enabled = args.command == "on"
    path = own_file.own_path(os.environ)
    changed = own_file.set_enabled(path, enabled)
    if args.json:
        print_json({"enabled": enabled, "file": str(path), "changed": changed})
        return DONE
    from dreamtui.cli.show.page import page

    with page() as out:
        out.exact(f"Dreaming {'is' if changed else 'was already'} {args.command}: {path}")
        out.say(f"{_MEANING[enabled]} openclaw.json is unchanged.")
    return DONE
