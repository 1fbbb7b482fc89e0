"""Markdown as MEMORY.md may hold it, made up: lists, promotions, prose, code, HTML, tables, odd line ends."""

from __future__ import annotations

from hypothesis import strategies as st

BOM = b"\xef\xbb\xbf"
MARKER = "<!-- openclaw-memory-promotion:memory:memory/2026-04-10.md:{n}:{n} -->"
NUMBERS = "[score=0.912 recalls=3 avg=0.950 source=memory/2026-04-10.md:4-4]"

_LINES = st.sampled_from(
    [
        "",
        "",
        "",
        "# Title",
        "## Promoted From Short-Term Memory (2026-04-11)",
        "### Deep",
        "text",
        "more text",
        "  indented",
        "    code",
        "\tTab",
        "- item",
        "- item",
        "* star",
        "+ plus",
        "  - nested",
        "    - deeper",
        "1. one",
        "2. two",
        "7) seven",
        "-",
        "- [x] done",
        "- ",
        "---",
        "===",
        "***",
        "```",
        "~~~",
        "```py",
        "> quote",
        "> - quoted",
        "<div>",
        "</div>",
        "<!-- note -->",
        "<!--",
        "-->",
        "| a | b |",
        "|---|---|",
        "[ref]: /url",
        "数据库备份在每天凌晨",
        "- 路由器移到 VLAN 10。",
        "Lübeck \U0001f4a4",
        "  and more",
        "\\# no",
        "\u00a0",
        "a\x0bb\x0c",
        MARKER.format(n=1),
        MARKER.format(n=2),
        f"- Moved router. {NUMBERS}",
        f"- Ken. {NUMBERS} <!-- trigger: ken -->",
        "- Late. Source: memory/2026-04-10.md#L4-L6 <!-- importance: 9 -->",
        "<!-- trigger: x -->",
        "  my own line",
        f"- a\n  b {NUMBERS}",
        f"{MARKER.format(n=3)}\n- Router on VLAN 10. {NUMBERS}\nA note of mine.",
        f"- mine\n{MARKER.format(n=4)}\n- Backups. {NUMBERS}\n  kept",
        "- in a list\n\n  ```\n  - fenced\n  ```\n",
        "1. one\n\n   > quoted\n   - deeper\n\n     code\n",
        "Setext\n======",
        "item\n---",
        "---\ntitle: front\n---",
        "[Ref]: <https://example.org>\n  'title'",
        "a | b\n--|--\n1 | 2",
        "<details>\n<summary>x</summary>\n\n- inside\n\n</details>",
        "<pre>\n\n- no list\n</pre>",
        "page\x0cbreak",
        "\x0c",
        "nul \x00 here",
        "\u2028line\u2029",
        "- Tabs\n\t- nested\n\n\tmore",
        "text\\",
        "hard  \nbreak",
    ]
)
_ENDS = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\r"])


@st.composite
def memories(draw: st.DrawFn) -> bytes:
    """A file of any lines in any order, line ends alike or mixed, with or without BOM and last end."""
    lines = draw(st.lists(_LINES, max_size=14))
    one = draw(_ENDS)
    mixed = draw(st.integers(0, 4)) == 0
    raw = b"".join(line.encode().replace(b"\n", one) + (draw(_ENDS) if mixed else one) for line in lines)
    if draw(st.booleans()):
        raw = raw.rstrip(b"\r\n")
    if draw(st.integers(0, 4)) == 0:
        raw = BOM + raw
    if draw(st.integers(0, 9)) == 0:
        raw = raw.replace(b"text", b"te\xff\xc3xt\x00").replace(b"item", b"it\x80em")
    return raw


ANY = st.one_of(memories(), memories(), st.binary(max_size=60))
