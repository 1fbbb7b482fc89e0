"""Reading review.jsonl again and again: of a log that has only grown, no more than what is new is parsed."""

from __future__ import annotations

from threading import Lock

from dreamtui import paths
from dreamtui.files.workspace import Workspace
from dreamtui.review import ledger
from dreamtui.review.ledger import Fold, Ledger
from dreamtui.review.stepping import Line


class LedgerReader:
    """The ledger of a workspace; may be asked from several threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._whole = b""
        self._lines: list[Line] = []
        self._fold = Fold()
        self._broken = 0
        self._folded: tuple[bytes, Ledger] | None = None

    def read(self) -> Ledger:
        """What stands now. Raises BadInput when the log cannot be read."""
        return self.read_with_bytes()[1]

    def read_with_bytes(self) -> tuple[bytes | None, Ledger]:
        """The log as it is now (None: not there), and what stands."""
        with self._lock:
            raw = self._workspace.read_bytes(paths.REVIEW_LOG)
            content = raw or b""
            if self._folded is None or self._folded[0] != content:
                self._folded = content, self._fold_of(content)
            return raw, self._folded[1]

    def _fold_of(self, content: bytes) -> Ledger:
        if not content.startswith(self._whole):
            self._whole, self._lines, self._fold, self._broken = b"", [], Fold(), 0
        end = content.rfind(b"\n") + 1  # a last line may still be being written
        lines, broken = ledger.parse(content[len(self._whole) : end])
        self._whole = content[:end]
        self._lines += lines
        self._broken += broken
        found = self._fold.add(lines)
        last, cut = ledger.parse(content[end:])
        if last:  # it may yet become another line, which a fold cannot forget
            found = ledger.fold([*self._lines, *last])
        return found._replace(broken=self._broken + cut)
