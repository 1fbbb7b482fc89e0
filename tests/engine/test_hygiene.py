"""What must not become memory: secrets and their masks, junk by its shape, dreaming's own output."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dreamtui.engine import hygiene
from dreamtui.engine.hygiene import contaminated, junk, redact, secret, suspicions

A_KEY = "sk-" + "proj1234567890abcdef"
SECRETS = [
    f"OPENAI_API_KEY={A_KEY}",
    f"the key is {A_KEY}, keep it",
    "api_key: abc123xyz",
    "PASSWORD=correct-horse",
    "token = 'ya29.a0AfH6SMB1234567890'",
    "Authorization: Bearer abcdefghijklmnop1234",
    "https://joe:s3cret@example.org/x",
    "ghp_" + "a1" * 18,
    "AKIA" + "IOSFODNN7EXAMPLE",
    "-----BEGIN RSA PRIVATE KEY----- MIIE -----END RSA PRIVATE KEY-----",
    "123456789:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawX",
    '{"apiKey": "abcd1234efgh"}',
    "eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc_def",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_seen_and_taken_out(text: str) -> None:
    assert secret(text)
    masked = redact(text)
    assert masked != text
    assert redact(masked) == masked
    assert hygiene._SECRET.search(masked) is None


@pytest.mark.parametrize("text", SECRETS[:9])
def test_a_mask_is_seen(text: str) -> None:
    assert secret(redact(text))


@pytest.mark.parametrize(
    "text",
    [
        "the task-management-list is long",
        "the risk-assessment-plan",
        "Monday…then we went",
        "He said: well… maybe",
        "Tokens: 123,456 used today",
        "npm-registry-configuration is set",
        "Basic responsibilities of Joe",
        "Remember: ***never*** on Fridays",
        "asiapacificdistributors are fine",
        "password is in the vault, never in notes.",
        "## API keys rotated",
        "the secret: be kind",
        "http://host:8080/x",
    ],
)
def test_ordinary_words_are_no_secret(text: str) -> None:
    assert secret(text) is None
    assert redact(text) == text


PIECES = st.sampled_from(
    [
        *SECRETS,
        A_KEY,
        "sk-",
        "***",
        "…",
        "=",
        ": ",
        "api_key",
        "token",
        "Bearer ",
        "@",
        "://",
        "a1",
        "\n",
        " ",
        '"',
        "x",
    ]
)


@given(st.lists(PIECES | st.text("ab1*…:=@/ -_", max_size=8), max_size=8).map("".join))
@example("api_key=abcdef…1234")
@example("https://joe:abcdef…1234@host")
def test_redaction_is_complete_and_does_nothing_twice(text: str) -> None:
    masked = redact(text)
    assert hygiene._SECRET.search(masked) is None
    assert redact(masked) == masked
