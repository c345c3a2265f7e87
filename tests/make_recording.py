"""One interview as an animated SVG, frame after frame; `make screenshots` draws it."""

from __future__ import annotations

import re
from itertools import accumulate

from tests.make_screenshots import OFFICE, Picture, draw

LARGEST = 300_000
"""Bytes."""

FRAMES = (
    (3.0, Picture("f0")),
    (1.5, Picture("f1", OFFICE, "age", ("4", "6"))),
    (2.5, Picture("f2", OFFICE, "leg_danger")),
    (1.5, Picture("f3", OFFICE, "leg_danger", ("8",))),
    (2.0, Picture("f4", OFFICE, "feel", ("1",))),
    (1.5, Picture("f5", OFFICE, "where", ("1",))),
    (2.0, Picture("f6", OFFICE, "where", ("1", "2"))),
    (2.0, Picture("f7", OFFICE, "how_often", ("down", "down"))),
    (2.0, Picture("f8", OFFICE, "sitting", ("down", "down"))),
    (2.0, Picture("f9", OFFICE, "load", ("3",))),
    (2.0, Picture("f10", OFFICE, "medicines", tuple("hydro"))),
    (4.0, Picture("f11", OFFICE)),
    (3.0, Picture("f12", OFFICE, keys=("down",))),
    (5.0, Picture("f13", OFFICE, keys=("4",))),
)
"""Seconds, and what is shown for so long."""

_HEAD = re.compile(r'<svg class="rich-terminal" viewBox="([^"]+)"')


async def draw_recording() -> str:
    """The recording; where movement is not wanted, its last frame stands still."""
    drawn = [await draw(picture) for _, picture in FRAMES]
    found = _HEAD.match(drawn[0])
    assert found is not None
    ends = [*accumulate(seconds for seconds, _ in FRAMES)]
    begins = [0.0, *ends[:-1]]
    spans = enumerate(zip(begins, ends, strict=True))
    rules = [_rule(number, *span, total=ends[-1]) for number, span in spans]
    style = (
        f".frame{{visibility:hidden}}{''.join(rules)}"
        "@media (prefers-reduced-motion: reduce){.frame{animation:none}"
        f"#frame{len(FRAMES) - 1}{{visibility:visible}}}}"
    )
    frames = "\n".join(
        f'<g class="frame" id="frame{number}">{svg}</g>' for number, svg in enumerate(drawn)
    )
    return (
        f'<svg viewBox="{found[1]}" xmlns="http://www.w3.org/2000/svg">\n'
        f"<title>One interview, from the first screen to a result</title>\n"
        f"<style>{style}</style>\n{frames}\n</svg>\n"
    )


def _rule(number: int, begins: float, ends: float, *, total: float) -> str:
    """When a frame is seen, in seconds."""
    hidden = "0%{visibility:hidden}" if begins else ""
    return (
        f"#frame{number}{{animation:frame{number} {total}s steps(1,end) infinite}}"
        f"@keyframes frame{number}{{{hidden}{100 * begins / total:.3f}%{{visibility:visible}}"
        f"{100 * ends / total:.3f}%{{visibility:hidden}}}}\n"
    )
