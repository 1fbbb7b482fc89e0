"""Word lists of the concept tagger: data of the format, as OpenClaw 2026.4.15 has them."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SHARED = _words("""
    about after agent again also because before being between build called could daily default deploy
    during every file files from have into just line lines long main make memory month more most move
    much next note notes over part past port same score search session sessions short should since some
    than that their there these they this through today using with work workspace year
""")
_ENGLISH = _words("""
    and are for into its our then were
""")
_SPANISH = _words("""
    al con como de del el en es la las los para por que se sin su sus una uno unos unas y
""")
_FRENCH = _words("""
    au aux avec dans de des du en est et la le les ou pour que qui sans ses son sur une un
""")
_GERMAN = _words("""
    auf aus bei das dem den der des die ein eine einem einen einer für im in mit nach oder ohne über und
    von zu zum zur
""")
_CJK = _words("""
    が から する して した で と に の は へ まで も や を 与 为 了 及 和 在 将 或 把 是 用 的 과 는 도
    로 를 에 에서 와 은 으로 을 이 하다 한 할 해 했다 했다
""")
_PATH_NOISE = _words("""
    cjs cpp cts jsx json md mjs mts text toml ts tsx txt yaml yml
""")
FUNCTION_WORDS = frozenset(_ENGLISH + _SPANISH + _FRENCH + _GERMAN)
"""Articles, prepositions and the like."""
STOP_WORDS = frozenset(_SHARED + _ENGLISH + _SPANISH + _FRENCH + _GERMAN + _CJK + _PATH_NOISE)
"""Words that are never a concept tag, all languages together."""

PROTECTED_GLOSSARY = _words("""
    backup backups embedding embeddings failover gateway glacier gpt kv network openai qmd router s3
    vlan sauvegarde routeur passerelle konfiguration sicherung überwachung configuración respaldo
    enrutador puerta-de-enlace バックアップ フェイルオーバー ルーター ネットワーク ゲートウェイ 障害対応
    路由器 备份 故障转移 网络 网关 라우터 백업 페일오버
    네트워크 게이트웨이 장애대응
""")
"""Words that are a tag wherever they occur as a substring, in the order in which they are tried."""

_NOISE = _words("""
    the this that was his her hers him she who you your not but can has had all any out off one two how
    why when what will user assistant system tool heartbeat heartbeat-ok cron untrusted metadata
    conversation info noted please say said says
""")
NOISE_TAGS = frozenset(_NOISE)
"""Tags that carry no signal: kept in the stored tags, never a theme."""
