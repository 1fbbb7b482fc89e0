"""`dreamtui on` and `dreamtui off`: the master switch, in dreamtui's own settings."""

from __future__ import annotations

import argparse
import os

from dreamtui.cli.main import DONE
from dreamtui.cli.output import print_json
from dreamtui.config import own_file
from dreamtui.errors import BadInput

_MEANING = {
    True: "dreamtui's dashboard sweeps on schedule while it is open; `dreamtui status` tells when next.",
    False: "dreamtui's dashboard sweeps on schedule no more; your own previews, sweeps and reviews still"
    " work. OpenClaw's own nightly dreaming goes by openclaw.json, not by this.",
}


def run(args: argparse.Namespace) -> int:
    """Turn the dashboard's schedule on or off; a person's own previews and reviews always work."""
    if args.set:
        raise BadInput(
            f"{args.command} takes no --set: it writes dreaming.enabled and nothing else, the rest of"
            " dreamtui's own settings is edited by hand"
        )
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
