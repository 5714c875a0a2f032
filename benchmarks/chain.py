"""A chain of a million nodes: is it built, walked and let go in time and memory that grow with its length only?"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from .rivals import ONE_THREAD, Rivals

LIMIT = 2.0
LENGTHS = (250_000, 1_000_000)

PROGRAM = """
import json, sys
from time import process_time
import {module} as torch

x = torch.ones(1, requires_grad=True)
x.sin().backward()  # what is loaded on first use is there before the measuring begins


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def peak():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))


before, times = resident(), [process_time()]
y = x
for _ in range({length}):
    y = y.sin()
times.append(process_time())
built = resident()
y.backward()
times.append(process_time())
highest = peak()
del y
times.append(process_time())
sizes = [(size - before) / {length} for size in (built, highest)]
print(json.dumps([*(b - a for a, b in zip(times, times[1:])), *sizes]))
"""


class Chain(NamedTuple):
    """Seconds of the processor, and bytes a node."""

    build: float
    walk: float
    free: float
    graph: float
    peak: float


def measured(module: str, length: int) -> Chain:
    """The chain in a process of its own."""
    one_thread = os.environ | dict.fromkeys(ONE_THREAD, "1")
    command = [sys.executable, "-c", PROGRAM.format(module=module, length=length)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=one_thread)
    return Chain(*json.loads(done.stdout))


def run(rivals: Rivals) -> None:
    """Print the table."""
    if not Path("/proc/self/statm").exists():
        print("\nA long chain: its memory is measured on Linux only.")
        return
    print(f"\nA chain y = y.sin() (wanted: linear in time, at most {LIMIT:.2f} times PyTorch's memory)")
    print(f"  {'':<34}{'build':>10}{'backward':>10}{'free':>10}{'graph':>14}{'at its peak':>14}")
    peaks: dict[str, float] = {}
    for module in ("autograd_nb", *(["torch"] if rivals.torch is not None else [])):
        for length in LENGTHS:
            chain = measured(module, length)
            times = "".join(f"{seconds:>8.2f} s" for seconds in chain[:3])
            print(f"  {f'{module}, {length:,} nodes':<34}{times}{chain.graph:>7.0f} B/node{chain.peak:>7.0f} B/node")
            peaks[module] = chain.peak
    if "torch" in peaks:
        print(f"  {'memory, ratio':<34}{peaks['autograd_nb'] / peaks['torch']:>58.2f}")
