"""What the generated notes say: sentence patterns, the words that fill them, headings."""

from __future__ import annotations

from random import Random
from typing import Final

HEADINGS: Final = (
    "Network", "Home lab", "Calendar", "Family", "Decisions", "Deploys", "Billing", "Travel", "Health",
    "Reading", "Garden", "Backups", "Preferences", "People", "Errands", "Incidents", "API notes", "Kitchen",
)  # fmt: skip
SLUGS: Final = ("0930", "standup", "house", "incident", "travel", "evening", "client-call", "research")

_PATTERNS: Final = (
    "Moved {device} to VLAN {n} and reserved 10.0.{n}.1 for {system}.",
    "{person} prefers {time} meetings, never before {n}:15, and wants the agenda the day before.",
    "Renewed the {system} certificate; order {n} expires in {month}.",
    "{person} is allergic to {food}; noted on the shared list as item {n}.",
    "Deploy {n} of {system} was rolled back because the {device} ran out of disk space.",
    "Invoice {n} goes to {person} on the first of {month}, net 30 days.",
    "The {device} restore test took {n} minutes and found all files of {system}.",
    "Booked {place} for {month}, confirmation code {n}, {person} pays the deposit.",
    "Decided to keep {system} on PostgreSQL; migration ticket {n} is closed.",
    "{person} moved to {place}; the new street number is {n}.",
    "Switched the {system} alerts from e-mail to the {device} channel, rule {n}.",
    "Replaced the battery of the {device}; the next check is due after {n} days.",
    "{person} asked for a summary of {system} every {time}, at most {n} lines.",
    "The {food} recipe needs {n} grams of flour and an hour in the oven.",
    "Password manager entry {n} now covers {system} and the {device} at {place}.",
    "Rate limit of the {system} API is {n} requests a minute; back off with jitter.",
    "{person}s Termin in {place} ist auf {time} verschoben, Aktenzeichen {n}.",
    "{person} passed exam {n} 🎉 and wants to celebrate in {place}.",
    "バックアップ{n}は{system}から{device}へ移動しました。",
)
_WORDS: Final = {
    "device": ("router", "NAS", "doorbell camera", "backup drive", "thermostat", "build server", "UPS"),
    "system": ("Grafana", "the gateway", "Home Assistant", "billing", "the wiki", "Nextcloud", "the crawler"),
    "person": ("Joe", "Mina", "Ken", "Dr. Alvarez", "Priya", "Tomasz", "Aunt Rosa", "Lena"),
    "time": ("morning", "Friday afternoon", "Monday", "Thursday evening", "quarter-hour"),
    "food": ("walnut", "shellfish", "sourdough", "rhubarb", "sesame"),
    "place": ("Lisbon", "the cabin", "Hamburg", "the office", "Kyoto", "the storage unit"),
    "month": ("January", "March", "April", "June", "September", "November"),
}  # fmt: skip


def sentence(random: Random, number: int) -> str:
    """A sentence such as people note down; `number` occurs in it, so that no two are the same."""
    words = {kind: random.choice(choices) for kind, choices in _WORDS.items()}
    return random.choice(_PATTERNS).format(n=number, **words)
