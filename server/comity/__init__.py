"""Comity: a knowledge graph of how two states deal with each other, with evidence for every statement."""

from typing import TYPE_CHECKING, Any

from comity import version

__version__ = version.VERSION
__all__ = [
    "ComityError",
    "OpenSnapshot",
    "Proof",
    "Reasoned",
    "RemoteSnapshot",
    "__version__",
    "build",
    "connect",
    "open",
    "reason",
]

if TYPE_CHECKING:
    from comity.library import (
        ComityError,
        OpenSnapshot,
        Proof,
        Reasoned,
        RemoteSnapshot,
        build,
        connect,
        open,
        reason,
    )


def __getattr__(name: str) -> Any:
    """Import the library on first use, so that a query process never loads the reasoner."""
    if name not in __all__:
        raise AttributeError(f"module 'comity' has no attribute {name!r}")
    from comity import library

    return getattr(library, name)


def __dir__() -> list[str]:
    return __all__
