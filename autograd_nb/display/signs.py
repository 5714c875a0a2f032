"""What the signs of a static picture mean: its legend, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .story import Story


def used(doc: Mapping[str, Any], layout: Mapping[str, Any], story: Story, heading: bool) -> list[tuple[str, str]]:
    """(kind, words) of the signs that a picture uses, in the order in which they are explained.

    `heading` as in `svg.to_svg`: without one only what is told nowhere else.
    """
    nodes = {node["id"]: node for node in doc["nodes"]}
    kinds = {nodes[box["id"]]["kind"] for box in layout["nodes"]}
    right = layout["direction"] == "right"
    forth, back = ("left to right", "right to left") if right else ("downwards", "upwards")
    entries = (
        ("leaf", "leaf, keeps .grad", heading and "leaf" in kinds),
        ("op", "operation", heading and "op" in kinds),
        ("constant", "constant", heading and "constant" in kinds),
        ("group", "folded loop", heading and "group" in kinds),
        ("forth", f"→ tangent, runs {forth}", bool(story.tangents)),
        ("back", f"∂ gradient, runs {back}", bool(story.sends and (heading or story.tangents))),
        ("cut", "gradient stops", heading and any(edge["cut"] for edge in layout["edges"])),
        ("unseen", "what it had saved was changed unseen", bool(doc.get("unseen"))),
    )
    return [(kind, words) for kind, words, is_used in entries if is_used]
