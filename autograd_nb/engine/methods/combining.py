"""In-place forms that take further operands, limits or dimensions: each writes over this tensor and returns it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd_nb.engine import errors
from autograd_nb.engine.data import fitting
from autograd_nb.engine.dtypes import castable, from_numpy_dtype, promote_arrays
from autograd_nb.engine.graph import Variable
from autograd_nb.engine.inplace import apart, tell_overlap
from autograd_nb.engine.ops import decompositions as products
from autograd_nb.engine.ops import elementwise, functions, gammas, linalg, reduce, shape

from .base import NUMBERS, OPERANDS, axis, check_broadcast, check_division
from .inplace import Inplace

if TYPE_CHECKING:
    from autograd_nb.engine.op import Op
    from autograd_nb.engine.tensor import Tensor


class Combining(Inplace):
    """`fmod_`, `lerp_`, `addcmul_`, `addmm_`, `masked_fill_`, `cumsum_`, `triu_` and so on."""

    def subtract_(self, other: Any, *, alpha: float = 1) -> Tensor:
        """Subtract `alpha * other`: the same as `sub_`.

        >>> x = torch.tensor([5.0, 7.0])
        >>> x.subtract_(2)
        tensor([3., 5.])
        """
        return self.sub_(other, alpha=alpha)

    def multiply_(self, other: Any) -> Tensor:
        """Multiply by `other`: the same as `mul_`.

        >>> x = torch.tensor([5.0, 7.0])
        >>> x.multiply_(2)
        tensor([10., 14.])
        """
        return self.mul_(other)

    def divide_(self, other: Any, *, rounding_mode: str | None = None) -> Tensor:
        """Divide by `other`: the same as `div_`.

        >>> x = torch.tensor([5.0, 7.0])
        >>> x.divide_(2)
        tensor([2.5000, 3.5000])
        """
        return self.div_(other, rounding_mode=rounding_mode)

    def true_divide_(self, other: Any) -> Tensor:
        """Divide by `other`: the same as `div_` without rounding.

        >>> x = torch.tensor([5.0, 7.0])
        >>> x.true_divide_(2)
        tensor([2.5000, 3.5000])
        """
        return self.div_(other)

    def remainder_(self, other: Any) -> Tensor:
        """The remainder of division, with the sign of `other`: `remainder` in place.

        >>> x = torch.tensor([-7, 7])
        >>> x.remainder_(3)
        tensor([2, 1])
        """
        return self._either(elementwise.REMAINDER_NUMBER, elementwise.REMAINDER, other)

    def fmod_(self, other: Any) -> Tensor:
        """The remainder of division, with the sign of `self`: `fmod` in place.

        >>> x = torch.tensor([-7, 7])
        >>> x.fmod_(3)
        tensor([-1,  1])
        """
        return self._either(elementwise.FMOD_NUMBER, elementwise.FMOD, other)

    def floor_divide_(self, other: Any) -> Tensor:
        """The quotient, rounded down: `floor_divide` in place.

        >>> x = torch.tensor([-7, 7])
        >>> x.floor_divide_(2)
        tensor([-4,  3])
        """
        return self._either(functions.FLOOR_DIVIDE_NUMBER, functions.FLOOR_DIVIDE, other)

    def __imod__(self, other: Any) -> Tensor:
        return self.remainder_(other) if isinstance(other, OPERANDS) else NotImplemented

    def __ifloordiv__(self, other: Any) -> Tensor:
        return self.floor_divide_(other) if isinstance(other, OPERANDS) else NotImplemented

    def atan2_(self, other: Tensor) -> Tensor:
        """The angle of the point (other, self), in radians: `atan2` in place.

        >>> x = torch.tensor([1.0, 1.0])
        >>> x.atan2_(torch.tensor([1.0, -1.0]))
        tensor([0.7854, 2.3562])
        """
        return self._inplace(functions.ATAN2, other)

    arctan2_ = atan2_

    def hypot_(self, other: Tensor) -> Tensor:
        """The length of the vector (self, other): `hypot` in place.

        >>> x = torch.tensor([3.0])
        >>> x.hypot_(torch.tensor([4.0]))
        tensor([5.])
        """
        return self._inplace(functions.HYPOT, other)

    def igamma_(self, other: Tensor) -> Tensor:
        """The lower incomplete gamma function: `igamma` in place.

        >>> x = torch.tensor([1.0])
        >>> x.igamma_(torch.tensor([1.0]))
        tensor([0.6321])
        """
        self._must_be_decimals("igamma_cpu", other)
        return self._inplace(gammas.IGAMMA, other)

    def igammac_(self, other: Tensor) -> Tensor:
        """The upper incomplete gamma function: `igammac` in place.

        >>> x = torch.tensor([1.0])
        >>> x.igammac_(torch.tensor([1.0]))
        tensor([0.3679])
        """
        self._must_be_decimals("igammac_cpu", other)
        return self._inplace(gammas.IGAMMAC, other)

    def _must_be_decimals(self, kernel: str, other: Any) -> None:  # of which there are shares
        if isinstance(other, Variable) and (common := promote_arrays(self._array, other._array)).kind != "f":
            raise errors.not_for_dtype(kernel, from_numpy_dtype(common).scalar_name)

    def copysign_(self, other: Any) -> Tensor:
        """The absolute values with the signs of `other`: `copysign` in place, not for integers.

        >>> x = torch.tensor([1.0, -2.0])
        >>> x.copysign_(torch.tensor([-3.0, 5.0]))
        tensor([-1.,  2.])
        """
        if isinstance(other, NUMBERS):
            return self._float_inplace(functions.COPYSIGN_NUMBER, other=float(other))
        return self._inplace(functions.COPYSIGN, other)

    def xlogy_(self, other: Any) -> Tensor:
        """The product self * log(other), 0 where self is 0: `xlogy` in place, not for integers.

        >>> x = torch.tensor([0.0, 2.0])
        >>> x.xlogy_(torch.tensor([0.0, 4.0]))
        tensor([0.0000, 2.7726])
        """
        if isinstance(other, NUMBERS):
            return self._float_inplace(functions.XLOGY_NUMBER, other=other)
        return self._inplace(functions.XLOGY, other)

    def lerp_(self, end: Tensor, weight: Any) -> Tensor:
        """A part of the way to `end`: `lerp` in place, which makes a moving average.

        >>> average = torch.tensor([0.0, 10.0])
        >>> average.lerp_(torch.tensor([4.0, 20.0]), 0.25)
        tensor([ 1.0000, 12.5000])
        """
        self._check_lerp(end, weight)  # type: ignore[attr-defined]  # in Functions
        if isinstance(weight, Variable):
            return self._apply_inplace(functions.LERP_TENSOR, self, end, weight)
        return self._apply_inplace(functions.LERP, self, end, weight=weight)

    def addcmul_(self, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
        """Add `value * tensor1 * tensor2`: `addcmul` in place.

        >>> x = torch.tensor([1.0, 1.0])
        >>> x.addcmul_(torch.tensor([2.0, 3.0]), torch.tensor([10.0, 10.0]), value=0.5)
        tensor([11., 16.])
        """
        self._check_parts("addcmul_", tensor1, tensor2)  # type: ignore[attr-defined]  # in Functions
        return self._apply_inplace(functions.ADDCMUL, self, self._widened(tensor1), tensor2, value=value)

    def addcdiv_(self, tensor1: Tensor, tensor2: Tensor, *, value: float = 1) -> Tensor:
        """Add `value * tensor1 / tensor2`: `addcdiv` in place.

        >>> x = torch.tensor([1.0, 1.0])
        >>> x.addcdiv_(torch.tensor([2.0, 3.0]), torch.tensor([4.0, 4.0]), value=2)
        tensor([2.0000, 2.5000])
        """
        self._check_parts("addcdiv_", tensor1, tensor2)  # type: ignore[attr-defined]  # in Functions
        return self._apply_inplace(functions.ADDCDIV, self, tensor1, tensor2, value=value)

    def addmm_(self, mat1: Tensor, mat2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """Become beta * self + alpha * (mat1 @ mat2), whose shape this tensor has to have.

        >>> x = torch.zeros(1, 2)
        >>> x.addmm_(torch.tensor([[1.0, 2.0]]), torch.eye(2), alpha=10)
        tensor([[10., 20.]])
        """
        self._check_addmm(mat1, mat2)  # type: ignore[attr-defined]  # in Linalg
        self._must_have((mat1._array.shape[0], mat2._array.shape[1]))
        return self._apply_inplace(linalg.ADDMM, self, mat1, mat2, beta=beta, alpha=alpha)

    def addmv_(self, mat: Tensor, vec: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """Become beta * self + alpha * (mat @ vec), whose shape this tensor has to have.

        >>> x = torch.ones(2)
        >>> x.addmv_(torch.eye(2), torch.tensor([1.0, 2.0]), alpha=10)
        tensor([11., 21.])
        """
        self._check_addmv(mat, vec)  # type: ignore[attr-defined]  # in Linalg
        self._must_have(mat._array.shape[:1])
        beta, alpha = self._factors(beta, alpha)
        return self._apply_inplace(linalg.ADDMV, self, mat, vec, beta=beta, alpha=alpha)

    def addr_(self, vec1: Tensor, vec2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """Become beta * self + alpha * (outer product), whose shape this tensor has to have.

        >>> x = torch.ones(2, 2)
        >>> x.addr_(torch.tensor([1.0, 2.0]), torch.tensor([10.0, 100.0]))
        tensor([[ 11., 101.],
                [ 21., 201.]])
        """
        if self._array.ndim != 2:
            raise RuntimeError(f"2D tensor expected, got {self._array.ndim}D tensor for input")
        common = self._check_addr(vec1, vec2, beta, alpha)  # type: ignore[attr-defined]  # in Decompositions
        if not castable(common, self._array.dtype):
            raise errors.result_type_cast(from_numpy_dtype(common).scalar_name, self.dtype.scalar_name)
        if self._array.shape != (vec1._array.size, vec2._array.size):
            raise RuntimeError(
                f"size mismatch, input: {list(self._array.shape)}, v1: {list(vec1._array.shape)}, "
                f"v2: {list(vec2._array.shape)}"
            )
        own = self._array.dtype
        return self._apply_inplace(products.ADDR, self, vec1._cast(own), vec2._cast(own), beta=beta, alpha=alpha)

    def addbmm_(self, batch1: Tensor, batch2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """Become beta * self + alpha * (sum of batch1 @ batch2), whose shape this tensor has to have.

        >>> x = torch.zeros(1, 1)
        >>> x.addbmm_(torch.ones(3, 1, 2), torch.ones(3, 2, 1))
        tensor([[6.]])
        """
        me: Any = self
        size = (batch1.size(1), batch2.size(2))
        me.expand(size)  # before anything else is looked at
        self._must_have(size)
        beta, alpha = self._factors(beta, alpha)
        return self._apply_inplace(products.ADDBMM, self, batch1, batch2, beta=beta, alpha=alpha)

    def baddbmm_(self, batch1: Tensor, batch2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
        """Become beta * self + alpha * (batch1 @ batch2), whose shape this tensor has to have.

        >>> x = torch.ones(2, 1, 1)
        >>> x.baddbmm_(torch.ones(2, 1, 3), torch.ones(2, 3, 1), beta=10).flatten()
        tensor([13., 13.])
        """
        self._must_have(self._size_of_batches(batch1, batch2))  # type: ignore[attr-defined]  # in Decompositions
        beta, alpha = self._factors(beta, alpha)
        return self._apply_inplace(products.BADDBMM, self, batch1, batch2, beta=beta, alpha=alpha)

    def _factors(self, *factors: float) -> tuple[float, ...]:
        """Whole numbers take whole factors."""
        return factors if self._array.dtype.kind == "f" else tuple(map(int, factors))

    def masked_fill_(self, mask: Tensor, value: Any) -> Tensor:
        """Put `value` to where `mask` is true: `masked_fill` in place.

        >>> x = torch.tensor([1.0, 2.0, 3.0])
        >>> x.masked_fill_(x > 1.5, 0)
        tensor([1., 0., 0.])
        """
        me: Any = self
        me._check_mask_and_value("masked_fill", mask, value)
        me._check_mask("masked_fill", mask)
        check_broadcast(self._array.shape, mask._array.shape)
        tell_overlap("masked_fill_", self._array, "tensor[mask] = scalar")
        return self._filled(mask, value)

    def _filled(self, mask: Any, value: Any) -> Tensor:
        if isinstance(value, Variable):
            return self._apply_inplace(functions.MASKED_FILL_TENSOR, self, apart(value, self), mask=mask)
        return self._apply_inplace(functions.MASKED_FILL, self, mask=mask, value=fitting(value, self._array.dtype))

    def clamp_min_(self, min: Any) -> Tensor:
        """Raise every element to at least `min`: `clamp_min` in place.

        >>> x = torch.tensor([-2.0, 0.5])
        >>> x.clamp_min_(0)
        tensor([0.0000, 0.5000])
        """
        return self._limit(functions.CLAMP_MIN, functions.CLAMP_MIN_TENSOR, "min", min)

    def clamp_max_(self, max: Any) -> Tensor:
        """Lower every element to at most `max`: `clamp_max` in place.

        >>> x = torch.tensor([0.5, 3.0])
        >>> x.clamp_max_(1)
        tensor([0.5000, 1.0000])
        """
        return self._limit(functions.CLAMP_MAX, functions.CLAMP_MAX_TENSOR, "max", max)

    def clip_(self, min: Any = None, max: Any = None) -> Tensor:
        """Bring every element into [min, max]: the same as `clamp_`.

        >>> x = torch.tensor([-2.0, 0.5, 3.0])
        >>> x.clip_(0, 1)
        tensor([0.0000, 0.5000, 1.0000])
        """
        return self.clamp_(min, max)

    def cumsum_(self, dim: int, *, dtype: Any = None) -> Tensor:
        """The running sum along `dim`: `cumsum` in place.

        >>> x = torch.tensor([1, 2, 3])
        >>> x.cumsum_(0)
        tensor([1, 3, 6])
        """
        return self._run("cumsum_", reduce.CUMSUM, dim, dtype)

    def cumprod_(self, dim: int, *, dtype: Any = None) -> Tensor:
        """The running product along `dim`: `cumprod` in place.

        >>> x = torch.tensor([1, 2, 3])
        >>> x.cumprod_(0)
        tensor([1, 2, 6])
        """
        return self._run("cumprod_", reduce.CUMPROD, dim, dtype)

    def triu_(self, diagonal: int = 0) -> Tensor:
        """Set what is below the diagonal to 0: `triu` in place.

        >>> x = torch.ones(2, 2)
        >>> x.triu_()
        tensor([[1., 1.],
                [0., 1.]])
        """
        if self._array.ndim < 2:
            raise errors.triangle_dims("triu")
        return self._apply_inplace(shape.TRIU, self, diagonal=diagonal)

    def tril_(self, diagonal: int = 0) -> Tensor:
        """Set what is above the diagonal to 0: `tril` in place.

        >>> x = torch.ones(2, 2)
        >>> x.tril_()
        tensor([[1., 0.],
                [1., 1.]])
        """
        if self._array.ndim < 2:
            raise errors.triangle_dims("tril")
        return self._apply_inplace(shape.TRIL, self, diagonal=diagonal)

    # -- help ----------------------------------------------------------------------------------------------

    def _run(self, name: str, row: Op, dim: int, dtype: Any) -> Tensor:
        """Overwrite with a running sum or product."""
        _same_dtype(name, self, dtype)
        if self._array.dtype.kind == "b" and self._array.ndim and self._array.size:
            raise errors.not_for_dtype(f"{row.name}_out_cpu", "Bool")
        return self._apply_inplace(row, self, dim=axis(dim, self._array.ndim))

    def _must_have(self, size: tuple[int, ...]) -> None:
        """Refuse to be overwritten by what has another shape."""
        if self._array.shape != size:
            raise RuntimeError(
                f"Bad in-place call: input tensor size {list(self._array.shape)} and output tensor size {list(size)} "
                "should match"
            )

    def _either(self, row: Op, pair: Op, other: Any) -> Tensor:
        """`row` for a number, `pair` for a tensor."""
        if isinstance(other, Variable):
            common = promote_arrays(self._array, other._array)
            if not castable(common, self._array.dtype):
                self._refuse_cast(common, other)
            self._must_fit(other)
        check_division(f"{'div_floor' if pair is functions.FLOOR_DIVIDE else pair.name}_cpu", self, other)
        if isinstance(other, NUMBERS) and self._array.dtype.kind == "f":
            return self._apply_inplace(row, self, other=other)
        return self._inplace(pair, other)

    def _limit(self, row: Op, pair: Op, name: str, limit: Any) -> Tensor:
        if isinstance(limit, Variable):
            common = promote_arrays(self._array, limit._array)
            if not castable(common, self._array.dtype):
                self._refuse_cast(common, limit)
            return self._apply_inplace(pair, self, limit)
        self._refuse_limit(limit)
        if self._array.dtype.kind != "b":
            limit = fitting(limit, self._array.dtype)
        return self._apply_inplace(row, self, **{name: limit})


def _same_dtype(function: str, x: Any, dtype: Any) -> None:
    if dtype is not None and dtype is not x.dtype:
        raise RuntimeError(
            f"Bad in-place call: provided dtype must match the dtype of self tensor. Got self.dtype = {x.dtype} "
            f"and dtype = {dtype}. ({function})"
        )
