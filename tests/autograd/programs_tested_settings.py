"""What PyTorch's own autograd tests ask, in our words: settings that are remembered, and what graphs leave behind."""

SETTINGS = """
import importlib
A = torch.autograd
A.is_multithreading_enabled()
with A.set_multithreading_enabled(False): inside = A.is_multithreading_enabled()
inside, A.is_multithreading_enabled()
with A.set_multithreading_enabled(False):
    _ = A.set_multithreading_enabled(True)
    inside = A.is_multithreading_enabled()
inside, A.is_multithreading_enabled()
_ = A.set_multithreading_enabled(False)
A.is_multithreading_enabled()
_ = A.grad_mode.set_multithreading_enabled(True)
A.is_multithreading_enabled()
A.set_multithreading_enabled(False)(A.is_multithreading_enabled)()
_ = A.set_multithreading_enabled(True)
A.SavedTensor()
checks = importlib.import_module(torch.__name__ + ".autograd.gradcheck")
checks.gradcheck is A.gradcheck, A.gradcheck.__name__, issubclass(checks.GradcheckError, RuntimeError)
issubclass(A.function.BackwardCFunction, A.graph.Node)
torch.ones(2).volatile
"""

CALLBACKS = """
engine = torch.autograd.Variable._execution_engine
told = []
def last(): told.append("last")
def first():
    told.append("first")
    engine.queue_callback(last)
class Asking(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g):
        engine.queue_callback(first)
        told.append("backward")
        return g * 2
x = torch.ones(2, requires_grad=True)
Asking.apply(x).sum().backward()
told, x.grad
told.clear()
class Within(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g):
        engine.queue_callback(lambda: told.append("outer"))
        inner = g.detach().requires_grad_()
        with torch.enable_grad(): out = Asking.apply(inner).sum()
        out.backward()
        told.append("on")
        return g
Within.apply(x).sum().backward()
told
engine.queue_callback(last)
def failing(): raise ValueError("at the end")
_ = x.register_hook(lambda g: engine.queue_callback(failing))
(x * 3).sum().backward()
"""

LEFT = """
import gc, weakref
gc.disable()
class Mark: pass
class Saving(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark = Mark()
        marks.append(weakref.ref(ctx.mark))
        y = x.exp()
        ctx.save_for_backward(x, y)
        return y
    @staticmethod
    def backward(ctx, g):
        kept.append(ctx)
        return g * ctx.saved_tensors[1]
marks, kept = [], []
x = torch.ones(2, requires_grad=True)
y = Saving.apply(x)
del y
marks[0]() is None
y = Saving.apply(x).sum()
y.backward()
kept.clear()
del y
marks[1]() is None
y = Saving.apply(x).sum()
y.backward(retain_graph=True)
kept[0].saved_tensors[1]
del y
y = torch.utils.checkpoint.checkpoint(Saving.apply, x, use_reentrant=False).sum()
kept.clear()
y.backward()
kept.clear()
del y
marks[3]() is None, marks[4]() is None
gc.enable()
"""

SEEN_AGAIN = """
class Keeping(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.save_for_backward(y)
        return x * 1
    @staticmethod
    def backward(ctx, g):
        seen.append(ctx.saved_tensors[0])
        return g, None
seen = []
x = torch.ones(2, requires_grad=True)
y = torch.ones(2)
torch.utils.checkpoint.checkpoint(Keeping.apply, x, y, use_reentrant=False).sum().backward()
seen[0] is y
with torch.utils.checkpoint.set_checkpoint_debug_enabled(False):
    z = torch.utils.checkpoint.checkpoint(torch.exp, x, use_reentrant=False, debug=True)
z
"""

AT_THE_LEAF = """
x = torch.rand(3, requires_grad=True)
leaf = x.view_as(x).grad_fn.next_functions[0][0]
_ = x.register_hook(lambda g: g.sub(2.0))
_ = leaf.register_prehook(lambda g: (g[0].div(5.0),))
def add(x): x.grad.add_(0.5)
_ = x.register_post_accumulate_grad_hook(add)
def put(_, g): x.grad = g[0].mul(10)
_ = leaf.register_hook(put)
x.sum().backward()
x.grad
x.sum().backward()
x.grad
a = torch.ones(2, requires_grad=True)
b = torch.ones(2, requires_grad=True)
c = a + b
d = b * 2
e = c * d
c.grad_fn._set_sequence_nr(98)
d.grad_fn._set_sequence_nr(99)
order = []
_ = c.register_hook(lambda g: order.append("c"))
_ = d.register_hook(lambda g: order.append("d"))
e.sum().backward()
order, c.grad_fn._sequence_nr()
"""

ANOMALY_AS_ERROR = """
import contextlib, io, warnings
shown = io.StringIO()
def run():
    x = torch.ones(2, requires_grad=True)
    y = x + 1
    z = y**2
    y.add_(1)
    with contextlib.redirect_stderr(shown), warnings.catch_warnings():
        warnings.simplefilter("error")
        try: z.sum().backward()
        except RuntimeError as error: print(error, file=shown)
mode = torch.autograd.set_detect_anomaly(True)
run()
with mode: pass
"Error detected in PowBackward0" in shown.getvalue(), "modified by an inplace" in shown.getvalue()
torch.is_anomaly_enabled()
with torch.inference_mode(): t = torch.ones(1, 2, requires_grad=True).resize_(2, 1)
t.shape, t.requires_grad
torch.ones(2, requires_grad=True).resize_(1)
"""

TESTED_SETTINGS = {
    "settings": SETTINGS,
    "callbacks": CALLBACKS,
    "left_behind": LEFT,
    "seen_again": SEEN_AGAIN,
    "at_the_leaf": AT_THE_LEAF,
    "anomaly_as_error": ANOMALY_AS_ERROR,
}
