"""The version of this package, as it was installed."""

from importlib import metadata

UNKNOWN = "0+unknown"
"""Of a folder that was put on the path without having been installed."""


def version() -> str:
    """The number that stands in labextension/package.json, by way of what pip has noted down.

    >>> version().count(".")
    2
    """
    try:
        return metadata.version("autograd_nb")
    except metadata.PackageNotFoundError:
        return UNKNOWN
