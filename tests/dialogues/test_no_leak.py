"""What a citizen says, and who they are, stands nowhere in clear: the product in a process of its own, read whole."""

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.bootstrap import open_store
from bot.measure.server import Server, serving
from bot.sentences import Sentences
from bot.settings import ROOT
from tests.support.real_product import RestCitizen, until

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(240)]

TROUBLE = Sentences.read(ROOT / "domain.yml")("utter_trouble")
NAME, PHONE, ADDRESS = "欧阳锦鲤", "13977664411", "红金路琉璃里8号"
STORY = "榆钱斋"
STORY_OF_SEALED = "槐花斋"
TOLD = (
    f"我叫{NAME}，电话{PHONE}。楼下的{STORY}烧烤店天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，找他们好几次不管用。",
    "江西省赣州市赣县区梅林镇",
)
ACCUSED = f"我举报村支书贪污低保款，他在{STORY_OF_SEALED}收了包工头的钱，我叫{NAME}，电话{PHONE}"
ANSWERS = {"petitioner_name": NAME, "petitioner_phone": PHONE, "petitioner_address": ADDRESS, "confirm": "对，提交"}
PERSONAL = (NAME, PHONE, ADDRESS)


def readings(words: str) -> tuple[bytes, ...]:
    """How words may stand in a file: as they are, or escaped as JSON and Python do it."""
    return words.encode(), words.encode("unicode_escape"), words.encode("utf-16-le")


def files_with(folder: Path, words: str) -> list[str]:
    """The files under a folder that hold these words in clear."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert files
    return [path.name for path in files if any(reading in path.read_bytes() for reading in readings(words))]


def columns_with(database: Path, words: str) -> set[str]:
    """The columns of a database in which these words stand in clear."""
    found = set()
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in rows.description]
            for row in rows:
                found |= {f"{table}.{name}" for name, value in zip(names, row, strict=True) if words in str(value)}
    return found


@contextmanager
def no_drafts(database: Path) -> Iterator[None]:
    """Take a table away for a while: turns fail in the middle, with words in every variable."""

    def rename(before: str, after: str) -> None:
        with closing(sqlite3.connect(database, timeout=10)) as connection:
            connection.execute("PRAGMA legacy_alter_table = ON")
            connection.execute(f"ALTER TABLE {before} RENAME TO {after}")

    rename("drafts", "drafts_away")
    try:
        yield
    finally:
        rename("drafts_away", "drafts")


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Somebody else writes for longer than anybody waits."""
    with closing(sqlite3.connect(database, timeout=10, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


async def answers_everything(citizen: RestCitizen) -> None:
    """Go on to the receipt."""
    while asked := await citizen.asked():
        await citizen.says(ANSWERS.get(asked, "跳过"))


async def upload(server: Server, data: bytes, name: str) -> int:
    """Send a file from the page; the status."""
    form = aiohttp.FormData()
    form.add_field("file", io.BytesIO(data), filename=name)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        async with client.get(f"{server.url}/") as page:
            assert page.status == 200
        async with client.post(f"{server.url}/chat/upload", data=form, headers={"Origin": server.url}) as answer:
            return answer.status


async def metrics(server: Server) -> str:
    async with aiohttp.ClientSession() as client, client.get(f"{server.url}/metrics") as answer:
        assert answer.status == 200
        return await answer.text()


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
async def test_nothing_a_citizen_says_stands_anywhere_in_clear(tmp_path: Path, level: str) -> None:
    data = tmp_path / "data"
    database = data / "fengqiao.db"
    environ = {"FENGQIAO_LOG_LEVEL": level, "FENGQIAO_TURN_SECONDS": "8"}
    async with serving(data, environ) as (server, token):
        citizen, accuser = (RestCitizen(server.url, token, sender) for sender in ("citizen", "accuser"))
        with no_drafts(database):
            assert await citizen.says(TOLD[0]) == [TROUBLE]
        with locked(database):
            assert await citizen.says(TOLD[1]) == [TROUBLE]
            assert (data / "spool").stat().st_size
            assert files_with(data, "赣县区梅林镇") == []
        store = open_store(server.settings())
        try:
            await until(lambda: len(store.log.transcript("rest:citizen")) == len(TOLD))
        finally:
            store.close()
        assert await citizen.asked() not in (None, "facts", "place")
        await answers_everything(citizen)
        await accuser.says(ACCUSED)
        await answers_everything(accuser)
        assert await upload(server, f"%PDF-1.4\n{STORY_OF_SEALED}{PHONE}\n%%EOF".encode(), f"{NAME}.pdf") == 200
        figures = await metrics(server)
        for words in (*PERSONAL, STORY, STORY_OF_SEALED):
            assert words not in figures
            assert words not in (data / "server.log").read_text(encoding="utf-8")
    store = open_store(server.settings())
    try:
        assert len(store.register.cases_of("rest", "citizen")) == 1
        assert len(store.register.cases_of("rest", "accuser")) == 1
    finally:
        store.close()
    for words in (*PERSONAL, STORY_OF_SEALED):
        assert files_with(data, words) == []
    # An unsealed case can be found by its words: that column, and nothing else.
    assert set(files_with(data, STORY)) <= {"fengqiao.db", "fengqiao.db-wal"}
    assert columns_with(database, STORY) == {"cases.search_text"}
    log = (data / "server.log").read_text(encoding="utf-8")
    assert "turn failed" in log
    assert "Traceback" not in log
