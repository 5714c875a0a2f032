"""What a widget tells the page of its version."""

import autograd_nb
from autograd_nb.display.halves import PROTOCOL
from autograd_nb.display.model import GraphModel


def test_widgets_say_which_version_they_are_of():
    y = autograd_nb.ones(2, requires_grad=True).sum()
    shown, model = autograd_nb.show(y), GraphModel(document={})
    for widget in (shown, model):
        state = widget.get_state()
        assert state["version"] == autograd_nb.__version__
        assert state["protocol"] == PROTOCOL
        assert state["_model_module_version"] == "*"
        widget.close()
