import json
from pathlib import Path

from tests.recorded import NIGHTS, unpack


def test_a_night_unpacks_with_its_times(tmp_path: Path) -> None:
    night = unpack("donna-005", tmp_path)
    assert (night.root / "memory/2026-03-01.md").stat().st_mtime_ns == 1_772_395_200 * 10**9
    config = json.loads(night.config.read_text("utf-8"))
    assert config["agents"]["defaults"]["workspace"] == str(night.root)
    assert night.expected["now"] == "2026-03-07T03:00:00.000Z"
    assert (night.after / "MEMORY.md").is_file()
    assert (night.sessions / "s0.jsonl").is_file()
    assert len(NIGHTS) == 12
