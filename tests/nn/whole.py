"""Layers and losses that are given whole numbers or truth values. Gathered in programs.py."""

LAYERS = """
x, line, room = (torch.ones(shape).to(torch.DTYPE) for shape in ((1, 2, 4, 4), (1, 2, 6), (1, 2, 2, 4, 4)))
F.group_norm(x, 1)
F.group_norm(x, 1, torch.ones(2), torch.ones(2))
F.unfold(x, 2).dtype
F.fold(torch.ones(1, 8, 9).to(torch.DTYPE), (4, 4), 2).dtype
F.interpolate(x, scale_factor=2).dtype
F.interpolate(x, scale_factor=2, mode="bilinear").dtype
F.interpolate(x, scale_factor=2, mode="bicubic").dtype
F.interpolate(x, scale_factor=2, mode="nearest-exact").dtype
F.interpolate(line, scale_factor=2).dtype
F.interpolate(line, scale_factor=2, mode="linear")
F.interpolate(room, scale_factor=2).dtype
F.interpolate(room, scale_factor=2, mode="trilinear")
F.max_pool1d(line, 2)
F.max_pool1d(line, 2, return_indices=True)[1]
F.max_unpool2d(x[..., :2, :2], torch.tensor([[[[0, 2], [8, 10]]] * 2]), 2)
F.prelu(x, torch.ones(1).to(torch.DTYPE))
F.rrelu(x)
F.rrelu(x, training=True)
F.conv_transpose2d(x, torch.ones(2, 1, 2, 2).to(torch.DTYPE)).dtype
F.conv_transpose1d(line, torch.ones(2, 1, 2).to(torch.DTYPE)).dtype
F.conv_transpose3d(room, torch.ones(2, 1, 2, 2, 2).to(torch.DTYPE)).dtype
F.pad(x, (1, 1, 1, 1), "reflect").dtype
F.pad(line, (1, 1), "reflect").dtype
F.pad(room, (1,) * 6, "replicate").dtype
F.pad(line, (1, 1), "circular").dtype
F.scaled_dot_product_attention(x, x, x)
truth = torch.ones(3).to(torch.DTYPE)
F.binary_cross_entropy(truth, truth)
F.smooth_l1_loss(truth, truth)
F.huber_loss(truth, truth)
square, column = torch.eye(2).to(torch.DTYPE), torch.ones(2, 1).to(torch.DTYPE)
torch.linalg.eigh(square)
torch.linalg.eigvalsh(square)
torch.cholesky(square)
torch.cholesky_inverse(square)
torch.cholesky_solve(column, square)
torch.linalg.solve_triangular(square, column, upper=True)
"""

PROGRAMS = {f"layers of {dtype}": LAYERS.replace("DTYPE", dtype) for dtype in ("int64", "int32", "uint8", "bool")}
