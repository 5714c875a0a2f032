"""`python -m autograd_nb.kernel -f FILE`: what the kernelspec starts."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # As ipykernel does: what lies in the learner's folder, a `random.py` say, is not what the kernel imports for
    # itself. IPython puts the folder back.
    if sys.path[0] == "" or Path(sys.path[0]) == Path.cwd():
        del sys.path[0]

    from ipykernel.kernelapp import IPKernelApp

    from .kernel import AutogradKernel

    IPKernelApp.launch_instance(kernel_class=AutogradKernel)
