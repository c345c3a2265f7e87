"""The pack: TOML in, one typed and immutable `Pack` out.

What is named here is imported when it is first asked for: the first screen needs this
package, and none of that.

May import: nothing of the other rooms.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nightcramp.pack.load import load_pack, load_words
    from nightcramp.pack.model import Pack, Question, Urgency

__all__ = ["Pack", "Question", "Urgency", "load_pack", "load_words"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{'load' if name.islower() else 'model'}"), name)
