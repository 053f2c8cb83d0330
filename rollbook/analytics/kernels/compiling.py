"""How a kernel is compiled, and what it is given: a run of bytes and how far apart the rows begin in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import numba
import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

F = TypeVar("F", bound=Callable[..., Any])
Bytes: TypeAlias = NDArray[np.uint8]
Ints: TypeAlias = NDArray[np.int64]


def compiled_kernel(function: F) -> F:
    """Compiled at its first call, kept for the next process, and run without Python's lock."""
    made: F = numba.njit(cache=True, nogil=True)(function)
    return made


def bytes_of(codes: Bytes) -> tuple[Bytes, int]:
    """The same memory as one run of bytes, and how far apart the rows begin in it."""
    rows, columns = codes.shape
    stride = codes.strides[0] if rows > 1 else columns
    size = (rows - 1) * stride + columns if codes.size else 0
    return as_strided(codes, (size,), (1,), writeable=False), stride
