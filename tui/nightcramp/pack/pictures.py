"""`pictures/*.toml`: drawings made of outlines, some of which can be filled."""

# Annotations are evaluated here, as in `model`.

from math import ceil
from typing import Annotated, Literal

import msgspec

from nightcramp.pack.record import Record

Tone = Literal["dark", "middle", "light", "accent", "part", "clear"]
Point = tuple[float, float]
Length = Annotated[int, msgspec.Meta(ge=2, le=100)]

_FARTHEST = 1000


class Outline(Record, frozen=True, kw_only=True):
    """One closed shape; it covers those before it.

    Attributes:
        points: "x,y x,y ...": x to the right and y down, in units of the width of a character.
        tone: `dark`, `middle` or `light`; `accent` looks as if filled; `part` is light with an
            edge, to be filled; `clear` takes away what lies below it.
        round: whether it bends at its points, instead of having corners there.
        options: ids of the options that fill it; any of them does.
        label: where the number of its first option stands.
    """

    points: str
    tone: Tone = "part"
    round: bool = True
    options: tuple[str, ...] = ()
    label: Point | None = None

    def __post_init__(self) -> None:
        """Refuse points that make no shape; msgspec says in which outline.

        Raises:
            ValueError: they are no pairs of numbers, or fewer than three.
        """
        problem = "points must be three pairs or more, such as '0,0 10,0 10,5'"
        try:
            corners = self.corners
        except ValueError:
            raise ValueError(problem) from None
        # `not <`, so that "nan" is refused as well.
        if len(corners) < 3 or not all(abs(n) < _FARTHEST for point in corners for n in point):
            raise ValueError(problem)

    @property
    def corners(self) -> tuple[Point, ...]:
        """The points as numbers."""
        pairs = (pair.split(",") for pair in self.points.split())
        return tuple((float(x), float(y)) for x, y in pairs)


class Picture(Record, frozen=True, kw_only=True):
    """A drawing that stands beside words, never alone.

    Attributes:
        text: a sentence that says all that it shows.
        size: its width and height, in the same units; a character is 2 high.
        question: id of the question whose options its parts stand for; may be empty.
        without: ids of the options of that question for which it has no part.
        advice: ids of the lines of advice that it shows.
    """

    id: str
    text: str
    size: tuple[Length, Length]
    outline: tuple[Outline, ...]
    question: str = ""
    without: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()

    def holds(self, point: Point) -> bool:
        """Whether a character at this point is within the picture."""
        return 0 <= point[0] < self.size[0] and 0 <= point[1] < self.size[1]

    def scale(self, width: int, height: int) -> float:
        """How much smaller it is drawn in so many cells; never larger than 1."""
        return min(1.0, width / self.size[0], 2 * height / self.size[1])

    def cells(self, width: int, height: int) -> tuple[int, int]:
        """Columns and rows that it takes, where there are so many."""
        scale = self.scale(width, height)
        return ceil(self.size[0] * scale), ceil(self.size[1] * scale / 2)
