"""Programs about views that require grad only because their base, a leaf, does: see tests/learning.py."""

MADE_UNRECORDED = """
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
with torch.no_grad(): w = x[:2]
w.requires_grad, w.is_leaf, w.grad_fn
y = (w * 2).sum()
y.requires_grad, y.grad_fn.next_functions[0][0].next_functions
torch.autograd.grad(y, w, retain_graph=True, allow_unused=True)
torch.autograd.grad(y, [x, w], retain_graph=True, allow_unused=True)
y.backward(retain_graph=True)
y.backward(inputs=[w])
x.grad, w.grad
w.sum().grad_fn.next_functions
w.backward(torch.ones(2))
(w * x[:2]).sum().backward()
x.grad, w.grad
torch.cat([w, x]).grad_fn.next_functions[0]
(w * w).sum().backward()
w.exp().sum().backward()
w.max(0).values.backward()
w.view(2, 1).grad_fn is None
torch.ones(2).add_(w).grad_fn.next_functions[1]
z = torch.zeros(3)
z[:2] = w
z.grad_fn.next_functions
z.sum().backward()
bool(w.register_hook(abs)), bool(w.register_post_accumulate_grad_hook(lambda w: None))
w.sum().backward()
x.requires_grad_(False)
w.requires_grad, (w * 2).requires_grad
x.requires_grad_()
w.requires_grad, (w * 2).requires_grad
w.requires_grad_().grad_fn
(w * 3).sum().backward()
w.grad, torch.autograd.grad((w * w).sum(), w)
x.requires_grad_(False)
w.requires_grad, (w * 2).requires_grad
"""

ASKED_LATER = """
x = torch.tensor([1.0, 2.0, 3.0])
v = x.view(3, 1)
t = v.t()
x.requires_grad_()
v.requires_grad, v.is_leaf, v.grad_fn, t.requires_grad
(v * 2).grad_fn.next_functions[0]
torch.autograd.grad((t * 2).sum(), t, allow_unused=True)
(v.exp() + x).sum().backward()
x.grad, v.grad
v.requires_grad_(False).requires_grad
(v * 2).grad_fn.next_functions[0]
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a)
        return a * a
    @staticmethod
    def backward(ctx, g):
        return 2 * g * ctx.saved_tensors[0]

Square.apply(v).grad_fn.next_functions
Square.apply(v).sum().backward()
v.grad
torch.nn.Parameter(v).requires_grad
nn.functional.linear(t, torch.ones(2, 3, requires_grad=True)).grad_fn.name()
nn.functional.linear(t, torch.ones(2, 3, requires_grad=True)).sum().backward()
v.grad, t.grad
torch.autograd.graph.get_gradient_edge(x).output_nr
"""

LEAF_VIEWS = {"unrecorded_views": MADE_UNRECORDED, "asked_later": ASKED_LATER}
