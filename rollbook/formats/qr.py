"""A QR code as a drawing of squares, sharp at any size."""

from __future__ import annotations

from dataclasses import dataclass

QUIET = 4  # squares of white around it that readers need (ISO/IEC 18004)
MOST = 1_000


@dataclass(frozen=True, slots=True)
class QrDrawing:
    """The dark squares as the path of an SVG, in a square of so many units; the white around it is counted."""

    size: int
    path: str


def qr_drawing(text: str) -> QrDrawing:
    """The code of a text (an address); ValueError beyond 1,000 characters."""
    squares = qr_squares(text)
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(squares) for x, dark in enumerate(row) if dark
    )
    return QrDrawing(len(squares) + 2 * QUIET, path)


def qr_squares(text: str) -> list[list[bool]]:
    """The code's squares, row by row, without the white around it; true is dark.

    With error correction M: a slip may be creased.
    """
    if not 0 < len(text) <= MOST:
        raise ValueError(f"a QR code holds 1 to {MOST} characters here")
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_M

    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(dark) for dark in row] for row in code.get_matrix()]
