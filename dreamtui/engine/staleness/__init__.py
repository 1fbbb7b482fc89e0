"""How stale the entries of MEMORY.md are, and why: pure functions of what they say and what is known.

The score of an entry is the noisy-or of its reasons (Pearl, 1988), each with a strength sᵢ in 0..1 and a
weight wᵢ in 0..1 from the settings `memory.staleness.*`:

    score = 1 − Π (1 − wᵢ·sᵢ)

No reason can lower it, none need be certain, and many weak ones make a strong one. What a reason adds is
what it takes of the room that those before it, the strongest first, have left:

    contributionᵢ = wᵢ·sᵢ · Π (1 − wⱼ·sⱼ) over the reasons j before i

so that the contributions add up to the score. Each code occurs at most once in an entry.
"""

from __future__ import annotations

from dreamtui.engine.staleness.assessment import assess

__all__ = ["assess"]
