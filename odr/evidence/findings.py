"""What a look into a file found: its measures, and what it tells about people without their noticing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST = 12
LONGEST = 160


@dataclass
class Findings:
    """`count` is pages, frames or files inside; `hidden` pairs a stable word with what the file says."""

    count: int = 0
    width: int = 0
    height: int = 0
    hidden: list[tuple[str, str]] = field(default_factory=list)
    thumb: bytes = b""
    view: bytes = b""

    def tell(self, what: str, value: object) -> None:
        """Note something the file says about itself; control characters and endless values are cut."""
        shown = "".join(c for c in str(value) if c.isprintable()).strip()[:LONGEST]
        if len(self.hidden) < MOST and (what, shown) not in self.hidden:
            self.hidden.append((what, shown))

    def facts(self) -> dict[str, Any]:
        """What is kept, sealed, beside the file."""
        kept = {"count": self.count, "width": self.width, "height": self.height, "hidden": self.hidden}
        return {name: value for name, value in kept.items() if value}
