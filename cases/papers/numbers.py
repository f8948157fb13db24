"""Numbers of papers: 赣信访处字〔2026〕12号, counted for each office, kind and year."""

from collections.abc import Mapping
from datetime import datetime

from cases.calendar import BEIJING
from cases.papers.tables import PaperSequenceRow
from cases.rows import insert
from storage import Transaction

PROVINCES: Mapping[str, str] = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑",
    "31": "沪", "32": "苏", "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫",
    "42": "鄂", "43": "湘", "44": "粤", "45": "桂", "46": "琼", "50": "渝", "51": "川", "52": "贵",
    "53": "云", "54": "藏", "61": "陕", "62": "甘", "63": "青", "64": "宁", "65": "新", "71": "台",
    "81": "港", "82": "澳",
}  # fmt: skip


def prefix_of(region: str) -> str:
    """The office's sign where none was set: the province's short name."""
    return f"{PROVINCES.get(region[:2], '')}信访"


def next_paper_number(tx: Transaction, *, prefix: str, word: str, now: datetime) -> str:
    """The next number; held until the transaction ends, so that none is skipped."""
    year = now.astimezone(BEIJING).year
    statement = (
        insert(tx, PaperSequenceRow)
        .values(office=prefix, word=word, year=year, last=1)
        .on_conflict_do_update(index_elements=["office", "word", "year"], set_={"last": PaperSequenceRow.last + 1})
        .returning(PaperSequenceRow.last)
    )
    return f"{prefix}{word}〔{year}〕{tx.execute(statement).scalar_one()}号"
