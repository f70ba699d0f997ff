"""The packages that authors need and servers do not; they come with the extra `comity[authoring]`."""

import importlib
from importlib.metadata import metadata, version
from typing import Any

from comity.errors import BadInput


def package(name: str) -> Any:
    """Return the module *name*, loaded only where it is used.

    Raises:
        BadInput: it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        missing = name.partition(".")[0]
        raise BadInput(f"{missing} is not installed; add it with pip install 'comity[authoring]'.") from error  # fmt: skip


def version_of(name: str) -> str:
    """Return the version of an installed package."""
    return version(name)


def licence_of(name: str) -> str:
    """Return the licence that an installed package states, as an SPDX expression; empty where it states none."""
    return str(metadata(name).json.get("license_expression", ""))
