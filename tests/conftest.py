"""How Hypothesis draws: the same examples in every run, so that a run is red only where the code changed.

`DREAMTUI_EXAMPLES=new` draws others each time, to look for what nobody has seen yet.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_BUSY = [HealthCheck.too_slow]  # as is any machine at times

settings.register_profile("same", derandomize=True, deadline=None, database=None, suppress_health_check=_BUSY)
settings.register_profile("new", deadline=None, print_blob=True, suppress_health_check=_BUSY)
settings.load_profile("new" if os.environ.get("DREAMTUI_EXAMPLES") == "new" else "same")
