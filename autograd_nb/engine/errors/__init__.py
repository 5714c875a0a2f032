"""PyTorch's texts of errors and warnings, each once, with the misunderstanding it answers.

Every function returns an exception ready to raise (``raise errors.scalar_outputs_only()``), every name in capitals is
the text of a warning. What PyTorch says stands in the body, to the letter of PyTorch 2.7. The docstring is addressed to
the learner: it says what to do, and :func:`explain` hands it out for an exception that was made here.

Each module holds the texts of one subject, and all are reached from here as `errors.<situation>`; only what is said
inside of `func.vmap` is reached as `errors.vmap.<situation>`, since it speaks of the same situations in other words.
Shapes come as any sequence of ints, everything else as plain values; what a dtype is called depends on the text:
`scalar_name` (Float), `cpp_name` (float) or `c_name` (int64_t).

>>> error = scalar_outputs_only()
>>> error
RuntimeError('grad can be implicitly created only for scalar outputs')
>>> print(explain(error)[:46])
The result is not a single number, so there is
"""

# ruff: noqa: F403 - one address for all texts

from autograd_nb.engine.explain import explain as explain

from . import vmap as vmap
from .arguments import *
from .creation import *
from .functions import *
from .gradients import *
from .hooks import *
from .indexing import *
from .inplace import *
from .numbers import *
from .operations import *
from .places import *
from .products import *
from .shapes import *
from .training import *
from .walks import *
from .warned import *
