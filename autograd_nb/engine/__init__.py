"""The autograd engine, on NumPy and the standard library: autograd can be learned from this folder alone.

Begin with op.py, node.py, graph.py, namespaces.py and walk.py; docs/engine.md reads them with you. The files beside
them are the rest of autograd. What PyTorch has around it stands in rooms: ops/ and methods/ are its everyday
operations, functions/ those that are no methods, batching/ what `func.vmap` rests on, and so on.
"""

import numpy as np

from .later import Later

if int(np.__version__.partition(".")[0]) < 2:
    # It would run, and give other dtypes than PyTorch's: Python's numbers count for more in the arithmetic before 2.0.
    raise ImportError(
        f"autograd_nb needs NumPy 2 or newer and finds NumPy {np.__version__}: `pip install --upgrade numpy` mends it, "
        "with matplotlib, pandas and scipy where these were set back too; then start Python or the kernel anew"
    )

_LATER = "anomaly errors return_types"
globals().update({name: Later(f"{__name__}.{name}") for name in _LATER.split()})
