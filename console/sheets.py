"""Writes tables as CSV and XLSX, row by row."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

WIDTH = 18
MOST_IN_A_CELL = 32_000
"""A cell of XLSX holds no more than 32,767 signs."""


BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""At the beginning of a text table: it makes table programs read Chinese as UTF-8."""


def write_table(path: Path, header: list[str], chunks: Iterable[list[list[str]]]) -> None:
    """A table as the file's name says: `.xlsx`, else text with commas."""
    if path.suffix.lower() == ".xlsx":
        write_sheet(path, header, chunks)
        return
    with path.open("wb") as file:
        file.write(BYTE_ORDER_MARK + csv_lines([header]))
        for chunk in chunks:
            file.write(csv_lines(chunk))


def csv_lines(rows: list[list[str]]) -> bytes:
    """Rows as lines of a text table, every cell quoted."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    return written.getvalue().encode()


def write_sheet(path: Path, header: list[str], chunks: Iterable[list[list[str]]]) -> None:
    """A workbook of one sheet. Every cell is text: nothing in it is a formula, a link or a number."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(path, options | {"tmpdir": str(path.parent)}) as book:
        sheet = book.add_worksheet("信访事项")
        sheet.set_column(0, len(header) - 1, WIDTH)
        sheet.freeze_panes(1, 1)
        bold = book.add_format({"bold": True})
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, bold)
        at = 1
        for chunk in chunks:
            for row in chunk:
                for column, text in enumerate(row):
                    sheet.write_string(at, column, text[:MOST_IN_A_CELL])
                at += 1
