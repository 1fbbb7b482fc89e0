"""Secrets and their masks: seen and taken out, in whatever form people tell them; ordinary words are none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dreamtui.engine import secrets
from dreamtui.engine.secrets import perhaps, redact, secret

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
    "Password for wifi: hunter2secret!",
    "The password for the router is Tr0ub4dor&3",
    "- login bob / pw: S3cr3t!pass",
    "PIN of the safe is 4711",
    "PIN 4711, and the key is under the mat",
    "Das WLAN-Passwort lautet Sommer2026! und gilt bis Mai.",
    "Le mot de passe du portail est Fleur-77.",
    "WiFi密码是hunter2secret，别告诉别人。",
    "Das Gästepasswort ist hund4242.",
    "Wlanpasswort lautet hund4242",
    "暗証番号は4711です",
    "passcode 8842",
    "The gate code is 4711.",
    "The password (router) is kiln4242",
    "user maren, pw kiln4242",
    "The combination of the safe is 12-34-56",
    "The password is kiln4242 for the router",
    "The router password is kiln4242 since May",
    "パスワードは kiln4242 です",
    "비밀번호는 kiln4242 입니다",
    "パスワードは「sakura」ではなく、パスワード：sakura99",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_seen_and_taken_out(text: str) -> None:
    assert secret(text)
    masked = redact(text)
    assert masked != text
    assert redact(masked) == masked
    assert secrets._SECRET.search(masked) is None


def test_what_ends_the_sentence_stays() -> None:
    assert redact("The PIN for the gate is 4711, ask Ruth.") == "The PIN for the gate is ***, ask Ruth."


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
        "The password is 12 characters long",
        "The password is wrong!",
        "The password is sha256 hashed",
        "The combination of blue and red is 50/50",
        "The zip code is 10115",
        "The password policy is 90-day rotation",
        "The password for the vault is unknown, ask Maren",
        "The passphrase is in ~/vault/2026.txt",
        "The password was changed on 2026-05-03.",
        "The password expiry date is 2026-05-03.",
        "Password for the portal is due at 10:30",
        "Pin 4: GND, pin 17: 3.3V",
        "The password for the wifi is 20 characters and 4 digits",
        "the Wi-Fi guest password hint is the second name of the cat",
    ],
)
def test_ordinary_words_are_no_secret(text: str) -> None:
    assert secret(text) is None
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The password is correcthorse", True),
        ("Das Passwort: gartenzwerg", True),
        ("The password policy is strict", False),
        ("Passwords: router kiln, NAS glaze", True),
        ("Restic password for pantry is in the sealed envelope", False),
        ("Passwords are in the vault", False),
    ],
)
def test_a_password_without_digits_is_for_a_person_to_look_at(text: str, *, named: bool) -> None:
    assert (perhaps(text) is not None) is named


PIECES = st.sampled_from(
    [
        *SECRETS,
        "password",
        " is ",
        "PIN ",
        " for the ",
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
    assert secrets._SECRET.search(masked) is None
    assert redact(masked) == masked
