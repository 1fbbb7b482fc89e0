"""Texts that repeat one thing without end: whatever reads a text reads it in time that grows as it does."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

import pytest

from dreamtui import paths
from dreamtui.engine import hygiene, material, rehydrate, secrets, similarity, words
from dreamtui.engine.chunks import chunks
from dreamtui.engine.concepts import concept_tags
from dreamtui.files import (
    block_repair,
    blocks,
    corpus,
    diary,
    events,
    memory_md,
    rawfile,
    sources,
    text,
    transcripts,
)
from dreamtui.javascript import cut, fold, locale_key
from dreamtui.model import Message
from dreamtui.show import text as shown
from tests.hostile.recall import recalled

LENGTH = 24_000
SECONDS = 2.0
"""Far more than reading takes; reading anew from every character takes much longer still."""

REPEATED = [
    *("[", "[[", "](", "![", "[a](", "[a] ", "[a]: ", "a", "a ", " ", "\t", "- ", "-", "* ", "*", "**a", "_"),
    *("`", "``` ", "```\n", "> ", ">", "1. ", "1", "0", "1,", "#", "# ", "#\n", "# a\n", "\n", "- a\n"),
    *("- [ ] \n", "|", "|-", "|a|\n|---|\n", "<", "<a ", "<!--", "-->", "<!-- ", "<!-- x -->", "---\na\n"),
    *("\x1b[", "\x1b]", "\x1b]0;", "\x1b", "\0", "\r", "é", "é\n", "- é\n", "漢", "漢字かな", "あ", "한"),
    *("😀", "\u202e", "\ufffd", "ß", "e\u0301", "\u0301", "ﷺ", "\u2028", "\xa0", "{", '{"a":', "[1,", "\\"),
    *("sk-", "sk-aaaa", "token", "token=", "api_key: ", "secret_", "secret-", "-token", "eyJaaaaaaaa."),
    *(
        "https://",
        "a://b:",
        "a+",
        "a.",
        "a-",
        "a_",
        "a.b",
        "a:",
        ". ",
        ":",
        ",",
        "123456:",
        "bearer ",
        "=",
        "='",
    ),
    *("-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "***", "a…", "Candidate: ", "user: ", "Theme: `"),
    *("2026-04-11", "2026-04-11T", "[2026-04-11T", "confidence: ", "evidence: memory/", "memory/", "/"),
    *("INFO ", "git a", "let me check ", "[cron:", ":subagent:", "[score=", "@@ -1 ", "[x#L1", "#L1"),
    *(
        "April 1 ",
        "*April 1, 2026*\n",
        "---\n\n*April 1, 2026*\n\nx\n",
        "<!-- openclaw-memory-promotion:k -->\n",
    ),
    *(
        "<!-- openclaw:dreaming:light:start -->\n",
        "<!-- openclaw:dreaming:light:end -->\n",
        "## Light Sleep\n",
    ),
    *("<!-- openclaw:dreaming:diary:start -->\n", "- a [confidence=", "- Theme: `", "  - evidence: x\n"),
    "- Candidate: a\n  - confidence: 1\n",
]


def _rehydrated(said: str) -> None:
    source = sources.read(_raw(said))
    for snippet in (said[:1000], said, "not in there"):
        rehydrate.rehydrate(recalled(snippet, 3), source)


def _raw(said: str) -> bytes:
    return said.encode("utf-8", "replace")


READERS: dict[str, Callable[[str], object]] = {
    "contaminated": hygiene.contaminated,
    "secret": secrets.secret,
    "redact": secrets.redact,
    "junk": hygiene.junk,
    "junk under a rule": lambda said: hygiene.junk(f"---\n{said}"),
    "suspicions": hygiene.suspicions,
    "material": lambda said: material.not_material(Message(1, "assistant", f"Assistant: {said}", None)),
    "chunks": lambda said: list(chunks(said.split("\n"))),
    "words": lambda said: list(words.words(said)),
    "tags": lambda said: concept_tags("memory/2026-04-10.md", said),
    "similarity": lambda said: similarity.similarity(said, f"{said}x"),
    "rehydrate": _rehydrated,
    "one line": memory_md.one_line,
    "statements": lambda said: memory_md.statements(_raw(said)),
    "promoted keys": lambda said: memory_md.promoted_keys(_raw(said)),
    "entries": lambda said: memory_md.count_entries(_raw(said)),
    "budget": lambda said: memory_md.budget(_raw(said)),
    "blocks": lambda said: blocks.blank(text.lines(_raw(said))),
    "put": lambda said: blocks.put(_raw(said), "light", [said[:1000]]),
    "diary": lambda said: diary.parse(_raw(said)),
    "entry of the diary": lambda said: diary.append(_raw(said), datetime(2026, 4, 11), said),
    "light block": lambda said: block_repair.find(
        b"## Light Sleep\n<!-- openclaw:dreaming:light:start -->\n" + _raw(said)
    ),
    "rem block": lambda said: block_repair.find(
        b"## REM Sleep\n<!-- openclaw:dreaming:rem:start -->\n### Reflections\n" + _raw(said)
    ),
    "corpus": corpus.strip_prefix,
    "events": lambda said: events.parse(_raw(said)),
    "transcript": lambda said: transcripts.parse_messages(_raw(said)),
    "session key": transcripts.kind_of_key,
    "session name": transcripts.session_id_of,
    "day of a path": lambda said: paths.short_term_day(f"memory/2026-04-10{said}"),
    "fold": fold,
    "cut": lambda said: cut(said, 280),
    "sort key": locale_key,
    "message": rawfile.one_line,
    "shown": lambda said: shown.cut(shown.safe(said), 60),
}


@pytest.mark.parametrize("reader", READERS)
def test_no_text_is_read_over_and_over(reader: str) -> None:
    slow = {}
    for one in REPEATED:
        many = (one * LENGTH)[:LENGTH]
        began = time.process_time()
        for said in (many, f"x{many}\x01!"):
            READERS[reader](said)
        took = time.process_time() - began
        if took > SECONDS:
            slow[one] = took
    assert not slow
