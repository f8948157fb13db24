"""The drawn code holds exactly the squares it should."""

import re

import segno

from console.qr import qr_code

TEXT = "otpauth://totp/Fengqiao:li.wei?secret=ABCDEFGHIJKLMNOP&issuer=Fengqiao"


def test_the_path_draws_the_codes_squares_within_their_quiet_zone() -> None:
    drawn = qr_code(TEXT)
    squares = [[0] * drawn.size for _ in range(drawn.size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path):
        squares[int(y)][int(x) : int(x) + int(length)] = [1] * int(length)
    code = segno.make(TEXT, error="m", micro=False)
    assert squares == [list(map(int, row)) for row in code.matrix_iter(border=4)]
