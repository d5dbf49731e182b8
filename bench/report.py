"""What was measured, as a table and a plot."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

from reportlab.graphics import renderSVG
from reportlab.graphics.charts.barcharts import HorizontalBarChart
from reportlab.graphics.shapes import Drawing, String
from reportlab.lib.colors import HexColor

Row = dict[str, Any]


def write(folder: Path, name: str, title: str, machine: str, rows: list[Row]) -> None:
    """The scenario's rows, their medians as a Markdown table, and a plot of them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps({"machine": machine, "rows": rows}, indent=1))
    medians = [
        median(label, [r for r in rows if r["name"] == label]) for label in dict.fromkeys(r["name"] for r in rows)
    ]
    text = f"# {name}: {title}\n\n{machine}; medians of the runs, ratios to the first row.\n\n{table(medians)}\n"
    (folder / f"{name}.md").write_text(text)
    print(text)
    (folder / f"{name}.svg").write_bytes(plot(title, medians))


def median(name: str, rows: list[Row]) -> Row:
    """The middle of what was seen in several runs."""
    middle: Row = {"name": name, "runs": len(rows)}
    for row in rows:
        row["deliveries_s"] = row.get("deliveries", 0) / row["seconds"] if "seconds" in row else 0
    for key in ("deliveries_s", "cores", "held_mb", "kb_a_member", "cpu_ms", "ms", "bytes"):
        if all(key in row for row in rows):
            middle[key] = statistics.median(row[key] for row in rows)
    for kind in ("ack_ms", "delivery_ms"):
        for point in ("p50", "p99", "max"):
            if all(kind in row for row in rows):
                middle[f"{kind[:-3]} {point}"] = statistics.median(row[kind][point] for row in rows)
    middle["errors"] = sum(sum(row.get("errors", {}).values()) + row.get("unanswered", 0) for row in rows)
    return middle


def table(medians: list[Row]) -> str:
    """A Markdown table; each figure with its ratio to the first row's."""
    keys = [key for key in medians[0] if key not in {"name", "runs"} and any(row.get(key) for row in medians)]
    lines = ["| | " + " | ".join(keys) + " |", "|---" * (len(keys) + 1) + "|"]
    for row in medians:
        cells = []
        for key in keys:
            value, first = row.get(key, 0), medians[0].get(key, 0)
            ratio = f" ({value / first:.2f})" if first and row is not medians[0] else ""
            cells.append(f"{value:,.1f}{ratio}")
        lines.append(f"| {row['name']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def plot(title: str, medians: list[Row]) -> bytes:
    """Bars of the first figure that the scenario is about."""
    key = "deliveries_s" if any(row.get("deliveries_s") for row in medians) else "ms"
    drawing = Drawing(640, 60 + 44 * len(medians))
    bars = HorizontalBarChart()
    bars.x, bars.y, bars.width, bars.height = 160, 30, 440, 44 * len(medians)
    bars.data = [tuple(row.get(key, 0) for row in reversed(medians))]
    bars.categoryAxis.categoryNames = [row["name"] for row in reversed(medians)]
    bars.valueAxis.valueMin = 0
    bars.bars[0].fillColor = HexColor("#1f6f6b")
    drawing.add(bars)
    drawing.add(String(10, drawing.height - 16, f"{title} ({key})", fontName="Helvetica", fontSize=11))
    return renderSVG.drawToString(drawing).encode()
