"""The static picture: well-formed, self-contained, harmless, complete."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

import autograd_nb as torch
from autograd_nb.display.svg import to_svg
from autograd_nb.trace.fold import fold
from tests.trace.examples import NAMES, Builder, affine, golden, recurrent

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ["<script>alert(1)</script>", "\"'&><", "a\nb\tc\x00\x1b\ud800", "]]>", "x" * 10_000, "</svg>", "\u202eabc"]


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_well_formed_and_need_nothing_from_outside(name: str, theme: str, direction: str) -> None:
    picture = to_svg(golden(name), theme, direction=direction)
    root = ET.fromstring(picture)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "defs", "marker", "path", "rect", "circle", "g", "text",
    }  # fmt: skip
    assert not [key for element in root.iter() for key in element.attrib if key.startswith("on") or "href" in key]
    assert re.findall(r"https?://[^\"]+", picture) == ["http://www.w3.org/2000/svg"]


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="'light', 'dark', got 'pink'"):
        to_svg(golden("dot"), "pink")


def test_what_stands_in_the_picture() -> None:
    assert texts(to_svg(golden("dot_backward"))) == [
        "tensor(28., grad_fn=<MulBackward0>)",
        "x.grad",
        "filled",
        "[0., 4., 8., 12.]",
        "x",
        "leaf, shape [4]",
        "[0., 1., 2., 3.]",
        "dot",
        "DotBackward0",
        "14.",
        "∂ 2.",
        "2",
        "2",
        "y",
        "= ×",
        "MulBackward0",
        "28.",
        "∂ 1.",
        "seed 1.",
        "1",
        "[0., 2., 4., 6.]",
        "[0., 2., 4., 6.]",
        "2.",
        "leaf, keeps .grad",
        "operation",
        "constant",
        "∂ gradient, runs right to left",
    ]


@pytest.mark.parametrize("shape", [(), (2,), (2, 3)])
@pytest.mark.parametrize("name", ["w", "price", "weights", "temperature"])
def test_the_name_of_a_leaf_is_whole(name: str, shape: tuple[int, ...]) -> None:
    """Where it is the widest text of its card, too: the card is made for it."""
    leaf = torch.ones(shape, requires_grad=True)
    shown = texts(torch.graph(leaf.exp(), {name: leaf}).to_svg())
    assert name in shown
    assert (f"leaf, shape [{', '.join(map(str, shape))}]" if shape else "leaf, scalar") in shown


def test_from_top_to_bottom_it_tells_the_same() -> None:
    right, down = (texts(to_svg(golden("dot_history"), direction=direction)) for direction in ("right", "down"))
    assert sorted(down) == sorted(text.replace("runs right to left", "runs upwards") for text in right)
    with pytest.raises(ValueError, match="direction must be 'right' or 'down', got 'left'"):
        to_svg(golden("dot"), direction="left")


def test_a_document_without_that_layout_is_laid_out() -> None:
    document = golden("dot_backward")
    whole = to_svg(document, direction="down")
    del document["down"]
    assert to_svg(document, direction="down") == whole


def test_before_backward_nothing_is_said_about_gradients() -> None:
    shown = texts(to_svg(golden("dot")))
    assert "None" in shown
    assert not [text for text in shown if "∂" in text]


def test_the_heading_can_stand_elsewhere() -> None:
    assert "tensor(28., grad_fn=<MulBackward0>)" not in texts(to_svg(golden("dot"), heading=False))


def test_a_folded_loop_counts_its_turns_and_visits() -> None:
    shown = texts(to_svg(golden("loop")))
    assert {"× 9", "9 turns of 1 operation", "1–9"} <= set(shown)


def test_an_unknown_value_is_not_the_python_none() -> None:
    document = golden("dot")
    for node in document["nodes"]:
        node["value"] = None
    shown = texts(to_svg(document))
    assert (shown.count("not recorded"), shown.count("?"), shown.count("None")) == (3, 1, 1)


def test_a_cut_is_marked() -> None:
    assert "detach" in texts(to_svg(golden("detach")))


def test_the_failing_node_is_marked() -> None:
    assert "!" in texts(to_svg(golden("error")))


def test_ids_differ_between_documents_and_not_between_runs() -> None:
    one, other = to_svg(golden("dot")), to_svg(golden("dot_backward"))
    ids = [set(re.findall(r'id="([^"]+)"', picture)) for picture in (one, other)]
    assert not ids[0] & ids[1]
    assert one == to_svg(golden("dot"))
    for picture, mine in zip((one, other), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", picture)) <= mine


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(name: str) -> None:
    build = Builder()
    leaf = build.leaf(name, value={"text": name})
    build.op("×", leaf, build.constant(name), name=name, line=name)
    document = build.document() | {"text": name}
    ET.fromstring(to_svg(document).encode())
    assert "<script" not in to_svg(document)


def test_a_leaf_used_often_has_tags() -> None:
    shown = texts(to_svg(affine(6)))
    assert shown.count("w") == shown.count("x") == 6


def test_a_leaf_that_was_changed_since_keeps_its_name_and_place() -> None:
    document = golden("dot")
    plain = to_svg(document)
    document["nodes"][0]["later"] = {"value": {"text": "[0., 0., 0., 0.]"}, "by": "", "source": None}
    changed = to_svg(document)
    (small,) = [text for text in texts(changed) if text.startswith("leaf, now [0.")]
    assert small.endswith("…"), "it is cut to what there is room for"
    assert {"x", "[0., 1., 2., 3.]"} <= set(texts(changed))
    assert plain.splitlines()[0] == changed.splitlines()[0], "as large as it was"


def test_a_thousand_turns_are_one_small_picture() -> None:
    document = recurrent(1000)
    fold(document)
    assert len(to_svg(document)) < 10_000


def test_what_was_changed_unseen_is_marked() -> None:
    document = golden("dot")
    dot = next(node["id"] for node in document["nodes"] if node["op"] == "DotBackward0")
    document["unseen"] = [{"node": dot, "says": "It was changed.", "source": None}]
    for heading in (True, False):
        picture = to_svg(document, heading=heading)
        assert texts(picture).count("!") == 2  # at its card, and where the sign is explained
        assert "what it had saved was changed unseen" in texts(picture)
    del document["unseen"]
    assert "!" not in texts(to_svg(document))


def test_the_call_in_a_frame_stands_before_the_lines_that_cross_it():
    svg = to_svg(golden("second"))
    call = svg.index(">graph of a derivative, recorded by")
    assert svg.count("marker-end=", call) == 1  # that of the legend
    assert "paint-order" in svg[svg.rindex("<text", 0, call) : call]


def test_a_leaf_without_a_name_says_its_value_once() -> None:
    build = Builder()
    build.op("×", build.leaf("", value={"text": "[7., 8.]"}, shape=[2]), build.leaf("w"), name="y")
    said = texts(to_svg(build.document()))
    assert said.count("[7., 8.]") == 1
    assert "leaf, shape [2]" in said
    assert "" not in said
