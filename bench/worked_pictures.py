"""A chart of the site as a file of its own: with its colours, its title and its legend, on a light ground."""

import textwrap
from collections.abc import Iterator
from xml.etree import ElementTree as ET

WIDE, CHART = 820, 380
"""Width of the picture, and height of what is drawn in it, in pixels."""
LEFT, LINE, LETTER, KEY = 24, 26, 7.4, 38
"""The margin, a line of text, about how wide one letter of the legend is, and what stands before its words."""
STYLE = """
  text { font: 15px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; fill: #3f463f; }
  .title { font-size: 18px; font-weight: 650; fill: #1c221e; }
  .chart text { fill: #565d56; stroke: #faf7f0; stroke-width: 4px; paint-order: stroke; }
  polyline, line { fill: none; stroke: #7b8077; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
  .gridline { stroke: #e0d9ca; stroke-width: 1; }
  .limit { stroke-dasharray: 2 4; }
  .far { stroke-dasharray: 8 4; }
  .target { stroke: #1c221e; stroke-width: 2.5; }
  .run { stroke: #14533c; stroke-width: 2; }
  .dot { fill: #14533c; stroke: #faf7f0; stroke-width: 1.5; }
  .dot.out, .dot.shift { fill: #faf7f0; stroke: #9b1f17; stroke-width: 4; }
  .dot.shift { stroke: #744800; stroke-width: 3; }
"""


def on_its_own(figure: object, title: str) -> str:
    """The SVG file of a figure that macros/charts.html made."""
    parts = ET.fromstring(str(figure))  # noqa: S314 -- our own template's
    chart = parts.find("svg")
    if chart is None:
        raise ValueError("There is no chart in this figure.")
    says = chart.attrib.pop("aria-label")
    del chart.attrib["role"]
    lines = textwrap.wrap(title, 86)
    top = 22 + LINE * len(lines) + 8
    keys = list(_keys(parts, top + CHART + 26))
    high = top + CHART + 26 + (max(row for row, _key in keys) + 1) * LINE if keys else top + CHART + 16
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", width=f"{WIDE}", height=f"{high}", role="img")
    root.set("viewBox", f"0 0 {WIDE} {high}")
    root.set("font-size", "15")
    ET.SubElement(root, "title").text = says
    ET.SubElement(root, "style").text = STYLE
    ET.SubElement(root, "rect", width="100%", height="100%", fill="#faf7f0")
    for number, line in enumerate(lines):
        said = ET.SubElement(root, "text", {"class": "title", "x": f"{LEFT}", "y": f"{30 + number * LINE}"})
        said.text = line
    chart.attrib.update(x=f"{LEFT}", y=f"{top}", width=f"{WIDE - 2 * LEFT}", height=f"{CHART}")
    root.append(chart)
    root.extend(key for _row, key in keys)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def _keys(parts: ET.Element, top: int) -> Iterator[tuple[int, ET.Element]]:
    """The legend in rows: the number of a row, and a mark with its words."""
    across, row = float(LEFT), 0
    for item in parts.iterfind("ul/li"):
        mark = item.find("svg")
        if mark is None:
            continue
        words = " ".join((mark.tail or "").split())
        wide = KEY + len(words) * LETTER + 20
        if across + wide > WIDE - LEFT and across > LEFT:
            across, row = float(LEFT), row + 1
        group = ET.Element("g", transform=f"translate({across:g} {top + row * LINE})")
        mark.tail = None
        mark.attrib.pop("aria-hidden", None)
        mark.attrib.update({"class": "key", "width": "30", "height": "20", "y": "-15"})
        group.append(mark)
        ET.SubElement(group, "text", x=f"{KEY}").text = words
        yield row, group
        across += wide
