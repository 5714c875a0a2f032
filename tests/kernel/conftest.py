"""A real kernel, asked as a front end asks."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {
    "autograd_nb": [sys.executable, "-m", "autograd_nb.kernel", "-f", "{connection_file}"],
    "python3": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
}


@dataclass
class Ran:
    """What one cell gave."""

    stdout: str = ""
    stderr: str = ""
    value: str | None = None
    error: str | None = None
    traceback: str = ""
    displays: list[dict[str, Any]] = field(default_factory=list)
    payload: list[dict[str, Any]] = field(default_factory=list)


class Kernel:
    """A kernel of this tree, whether or not it is installed, with nothing of the user's."""

    def __init__(self, home: Path, name: str = "autograd_nb") -> None:
        self.manager = KernelManager()
        self.manager._kernel_spec = KernelSpec(argv=COMMANDS[name], display_name=name, language="python")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "IPYTHONDIR": str(home)}
        self.manager.start_kernel(env=environment, cwd=str(home), stderr=subprocess.DEVNULL)
        self.connect()

    def connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str) -> Ran:
        ran = Ran()

        def note(message: dict[str, Any]) -> None:
            content = message["content"]
            match message["msg_type"]:
                case "stream":
                    setattr(ran, content["name"], getattr(ran, content["name"]) + content["text"])
                case "execute_result":
                    ran.value = content["data"]["text/plain"]
                case "display_data":
                    ran.displays.append(content["data"])
                case "error":
                    ran.error = f"{content['ename']}: {content['evalue']}"
                    ran.traceback = "\n".join(content["traceback"])

        reply = self.client.execute_interactive(code, timeout=60, output_hook=note)
        ran.payload = reply["content"].get("payload", [])
        return ran

    def ask(self, kind: str, *arguments: Any) -> dict[str, Any]:
        """The content of the kernel's answer."""
        asked = getattr(self.client, kind)(*arguments)
        while True:
            reply = self.client.get_shell_msg(timeout=30)
            if reply["parent_header"].get("msg_id") == asked:
                return dict(reply["content"])

    def stop(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    kernel = Kernel(tmp_path_factory.mktemp("ours"))
    yield kernel
    kernel.stop()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """ipykernel's own."""
    kernel = Kernel(tmp_path_factory.mktemp("plain"), "python3")
    yield kernel
    kernel.stop()
