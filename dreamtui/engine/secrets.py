"""Secrets in a text: passwords, keys, tokens, PINs and their masks; none of them belongs into MEMORY.md."""

from __future__ import annotations

import re

from dreamtui.model import Reason

_MASK = r"(?:\*{3}|[^\s\"'`@/]{1,6}…)"
"""How a masked secret begins: nothing that begins so is a secret itself."""
_PREFIX = (
    r"\b(?:sk-|gh[opusr]_|github_pat_|glpat-|npm_|hf_|gsk_|pplx-|xai-|dop_v1_|xox[a-z]-|xapp-|(?-i:AIza|eyJ))"
)
_TOKENS = (
    rf"{_PREFIX}[A-Za-z0-9_-]{{8,}}(?:\.[A-Za-z0-9_-]+)*",
    r"\b(?-i:(?:AKIA|ASIA)[A-Z0-9]{16})\b",
    r"(?<!\d)\d{6,}+:[A-Za-z0-9_-]{30,}",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:.*?-----END [A-Z ]*PRIVATE KEY-----|.*)",
)
# Begun only where a run of letters begins, lest a long one is read again from each of its letters.
_NAME = (
    r"(?<![\w-])(?=[\w-]*?(?:api[_-]?key|secret|token(?!s\b)|passw(?:or)?d|passphrase|private[_-]?key"
    r"|access[_-]?key))[\w-]++[\"']?\s*[=:]\s*[\"']?"
)
_NAMED = rf"{_NAME}(?P<value>(?!{_MASK})(?=[^\s\"'`]*(?:\d|[^\w\s.,]))[^\s\"'`]{{6,}})"
# As people tell each other: "the password for the router is …". Only what ends there is taken for the secret,
# as "the password is 12 characters long" is none; `perhaps` is for what has no digit or sign in it.
_OF = "for|of|to|on|at|in|f(?:ü|ue)r|von|vom|zum|zur|pour|de|du|para|del?|per"
_PASSWORD = (
    r"(?:(?:(?<![a-z])(?:pass(?:word|phrase|code)|contraseña|mot de passe|senha|pwd?)|passwort|kennwort"
    r"|zugangscode|\b(?:gate|door|alarm|safe|lock|entry|access)[ -]code"
    r"|\bcombination(?=\s+(?:of|for|to)\s+the\s+(?:safe|lock|locker|vault|door|gate)\b))s?"
    r"|密[码碼]|口令|パスワード|暗証番号|비밀번호)"
)
_PIN = r"(?:(?-i:\bPIN\b)(?:\s+code)?|(?<![a-z])(?:passcode|pwd?))"
"""These may have the secret right behind them."""
_WHOSE = rf"(?:\s+\([^()\n]{{1,40}}\))?(?:\s+(?:{_OF})(?:\s+[\w'’.-]++){{1,5}}?)?"
_IS = r"\s*(?:[:=：]|\b(?:is|was|ist|lautet|est|es|é|è)\b|是|为|為|は|는|은)\s*[\"'`]?"
_TOLD = rf"(?:{_PASSWORD}{_WHOSE}{_IS}|{_PIN}{_WHOSE}(?:{_IS}|\s+))"
_NO_SECRET = r"\d{4}-\d\d|\d{1,2}:\d\d|https?:|[~./$€£]|(?:sha|md|aes|utf|base|argon|pbkdf)-?\d"
"""How dates, times, links, paths, prices and ways to encode begin."""
_APART = r"\s\"'`，。；、"
_END = ".,;:!?"
_VALUE = rf"(?:[^{_APART}{_END}]|[{_END}]++(?=[^{_APART}{_END}])){{4,}}+"
"""Runs to the end of the word; what ends the sentence is not in it."""
_SIGNED = rf"(?=[^{_APART}]*(?:\d|[!@#$%^&*+=~][^{_APART}]))"
_NAMELIKE = rf"(?=[a-z][^{_APART}]*\d)"
"""As nobody spells a word: a secret wherever it stands in the sentence."""
_ENDS = (
    rf"(?=[{_END}]|\s*(?:\Z|[\n{_APART[2:]}()\[—–|]|(?:and|but|or|und|aber|et|y|not|nicht)\b|です|だ|입니다))"
)
_SAID = rf"{_TOLD}(?P<said>(?!{_MASK}|{_NO_SECRET})(?:{_NAMELIKE}{_VALUE}|{_SIGNED}{_VALUE}{_ENDS}))"
_BEARER = r"\b(?:bearer|basic)\s+"
_CARRIED = rf"{_BEARER}(?P<bearer>(?=\S*[\d=])[A-Za-z0-9._~+/=-]{{16,}})"
_LOGIN = r"(?<=[a-z0-9+.-])://[^\s:/@]+:"
_URL = rf"{_LOGIN}(?P<login>(?!{_MASK})[^\s@/]+)@"
_SECRET = re.compile(
    rf"(?P<token>{'|'.join(_TOKENS)})|{_NAMED}|{_SAID}|{_CARRIED}|{_URL}", re.IGNORECASE | re.DOTALL
)
_ELSEWHERE = (
    "inside|on|at|under|behind|with|from|by|to|the|a|an|not|never|now|only|kept|stored|saved|set|written|hidden"
    "|unknown|changed|different|required|needed|due|im|in|auf|bei|unter|hinter|unbekannt|dans|chez|sous|en|bajo"
)
"""What is said of a password by whoever does not tell it: most of all, where it is."""
_PERHAPS = re.compile(rf"{_TOLD}(?!(?:{_ELSEWHERE})\b)\w", re.IGNORECASE)
_MASKED = re.compile(
    rf"(?:{_NAME}|{_TOLD}|{_BEARER}|{_LOGIN}){_MASK}|[=:]\s*[\"']?\*{{3}}(?![*\w])|(?:{_PREFIX}|\b(?-i:AKIA|ASIA)|\d{{6}})[\w-]{{0,3}}…[\w-]{{4}}\b",
    re.IGNORECASE,
)
_SHORT_SECRET = 18


def secret(text: str) -> Reason | None:
    """Whether a text holds a secret, or the mask of one: neither belongs into MEMORY.md."""
    if _SECRET.search(text):
        return Reason("secret", "holds what looks like a password, key or token")
    if _MASKED.search(text):
        return Reason("secret", "holds a masked secret, which helps nobody")
    return None


def perhaps(text: str) -> Reason | None:
    """A doubt for a person's eye: whether a text names a password or PIN and says something of it."""
    if _PERHAPS.search(text):
        return Reason("perhaps-secret", "names a password or PIN: see that it does not tell it")
    return None


def redact(text: str) -> str:
    """The text with every secret masked: its ends stay where it is long enough, else `***`."""
    while (masked := _SECRET.sub(_mask, text)) != text:
        text = masked  # where secrets touch, one hides the next
    return text


def _mask(match: re.Match[str]) -> str:
    group = next(name for name, value in match.groupdict().items() if value is not None)
    value = match[group]
    mask = "***" if len(value) < _SHORT_SECRET or value.startswith("-----") else f"{value[:6]}…{value[-4:]}"
    start = match.start(group) - match.start()
    whole = match[0]
    return whole[:start] + mask + whole[start + len(value) :]
