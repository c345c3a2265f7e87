"""The pack: TOML in, one typed and immutable `Pack` out.

May import: nothing of the other rooms.
"""

from nightcramp.pack.load import load_pack
from nightcramp.pack.model import Pack, Question, Urgency

__all__ = ["Pack", "Question", "Urgency", "load_pack"]
