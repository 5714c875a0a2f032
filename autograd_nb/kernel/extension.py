"""What `%load_ext autograd_nb` turns on in one IPython shell, and what `%autograd` switches.

Loading takes no time: the engine, NumPy and the display come with the first name of autograd_nb that is used. Until
then there is no tensor that could be recorded or shown.
"""

from __future__ import annotations

import sys
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

from . import alias
from .magics import HELP, complete, magic

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import ExecutionInfo, InteractiveShell


class Extension:
    """The extension in one shell: what is wanted, and the means to get it."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.display = True
        self.recording = True
        self.aliased = alias.is_on()  # by the kernel: then it is not ours to end
        self._cells: list[ExecutionInfo] = []  # that ran before the engine came, the running one last
        self._waiting = True
        self._undo: list[Callable[[], object]] = []

    def load(self) -> None:
        """Begin."""
        magics: dict[str, Any] = self.shell.magics_manager.magics["line"]
        before = magics.get("autograd")

        def autograd(line: str) -> None:
            magic(self, line)

        autograd.__doc__ = HELP
        self.shell.magics_manager.register_function(autograd, "line", "autograd")
        self._undo.append(lambda: magics.pop("autograd") if before is None else magics.update(autograd=before))
        shell: Any = self.shell  # IPython is typed in part
        shell.set_hook("complete_command", _completer, str_key="%autograd")
        completers = shell.strdispatchers["complete_command"].strs
        self._undo.append(lambda: completers.pop("%autograd"))
        for event, hook in (("pre_run_cell", self._pre_run_cell), ("post_run_cell", self._post_run_cell)):
            self.shell.events.register(event, hook)
            self._undo.append(partial(self.shell.events.unregister, event, hook))
        self.apply()

    def unload(self) -> None:
        """End all of it, last first."""
        if not self.aliased:
            alias.off()
        self.display = self.recording = False
        self.apply()
        while self._undo:
            self._undo.pop()()

    def apply(self) -> None:
        """Make the shell what is wanted of it, as soon as there is an engine to do it with."""
        if not _engine_is_there():
            return
        from autograd_nb.display import ipython
        from autograd_nb.trace import record

        if self.display:
            ipython.load_ipython_extension(self.shell, self._cells)
        else:
            ipython.unload_ipython_extension(self.shell)
        (record.start if self.recording else record.stop)()
        self._waiting = False
        self._cells.clear()

    def _pre_run_cell(self, info: ExecutionInfo) -> None:
        """Note the cell: it may define what a later one calls, or make the first graph."""
        if self._waiting:
            self._cells.append(info)

    def _post_run_cell(self, _: object) -> None:
        """See whether the engine has come by another door, such as `from autograd_nb.nn import Linear`."""
        if self._waiting:
            self.apply()


def _completer(_: InteractiveShell, event: Any) -> list[str]:
    """What Tab offers after `%autograd`."""
    return complete(event.text_until_cursor)


def _engine_is_there() -> bool:
    names = sys.modules.get("autograd_nb._names")
    if names is not None:
        return hasattr(names, "__all__")  # which comes last: another thread may be in the middle of it
    return "autograd_nb.engine.tensor" in sys.modules


_extensions: weakref.WeakKeyDictionary[InteractiveShell, Extension] = weakref.WeakKeyDictionary()


def arrived() -> None:
    """Called once, when the public names are there."""
    for extension in list(_extensions.values()):
        extension.apply()


def load(shell: InteractiveShell) -> None:
    """`%load_ext autograd_nb`. Loading twice is harmless."""
    if shell not in _extensions:
        extension = _extensions[shell] = Extension(shell)
        extension.load()


def unload(shell: InteractiveShell) -> None:
    """`%unload_ext autograd_nb`."""
    extension = _extensions.pop(shell, None)
    if extension is not None:
        extension.unload()
