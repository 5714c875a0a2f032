"""`%autograd`: what is on in this session, and switches for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.error import UsageError

import autograd_nb

from . import alias

if TYPE_CHECKING:
    from .extension import Extension

HELP = """\
%autograd                    what is on in this session
%autograd torch on|off       whether `import torch` gives autograd_nb
%autograd recording on|off   whether operations, walks and gradients are noted down
%autograd display on|off     whether a tensor with a grad_fn is shown with its graph
%autograd help               this list
"""

MEANING = {
    "torch": ("`import torch` gives autograd_nb", "`import torch` gives PyTorch, where it is installed"),
    "recording": ("operations, walks and gradients are noted down", "nothing is noted down"),
    "display": ("a tensor with a grad_fn is shown with its graph", "tensors are shown as text"),
}


def magic(extension: Extension, line: str) -> None:
    """The graphs of autograd_nb in this session: `%autograd help` lists what can be switched."""
    words = line.split()
    if not words or words == ["status"]:
        print(status(extension), end="")  # noqa: T201 - what a magic has to say
    elif words == ["help"]:
        print(HELP, end="")  # noqa: T201 - a magic answers by printing
    elif len(words) == 2 and words[0] in MEANING and words[1] in {"on", "off"}:
        switch(extension, words[0], wanted=words[1] == "on")
        print(row(extension, words[0]).strip())  # noqa: T201 - as above
    else:
        raise UsageError(f"%autograd does not know {line.strip()!r}: %autograd help lists what it knows.")


def complete(line: str) -> list[str]:
    """What can stand where a line of `%autograd` ends: IPython leaves those that begin as its last word does.

    Example:
        >>> complete("%autograd torch o")
        ['on', 'off']
    """
    words = f"{line}|".split()[1:-1]  # all but the one that is being written
    if not words:
        return [*MEANING, "status", "help"]
    return ["on", "off"] if len(words) == 1 and words[0] in MEANING else []


def switch(extension: Extension, part: str, *, wanted: bool) -> None:
    """Switch one part on or off."""
    if part == "torch":
        try:
            (alias.on if wanted else alias.off)()
        except alias.AliasError as error:
            raise UsageError(f"{error}.") from None
    else:
        setattr(extension, part, wanted)
        extension.apply()


def status(extension: Extension) -> str:
    """What is on, a line each."""
    lines = [f"autograd_nb {autograd_nb.__version__}, with the API of PyTorch {autograd_nb.TORCH_API}"]
    lines += [row(extension, part) for part in MEANING]
    return "\n".join([*lines, "%autograd help lists what can be switched", ""])


def row(extension: Extension, part: str) -> str:
    """One part and what its state means."""
    wanted = alias.is_on() if part == "torch" else bool(getattr(extension, part))
    return f"  {part:<10} {'on' if wanted else 'off':<4} {MEANING[part][not wanted]}"
