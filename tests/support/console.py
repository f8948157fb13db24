"""What the console's tests share: a register with staff and cases, conversations, a visitor with a browser's habits."""

import re
import secrets
import shutil
import struct
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher

from cases import Case, FilePetition, Nature, Official, Proposal, Register, Role, TakeStep
from cases.staff import Staff
from console import api_app, console_app
from conversations import DialogueState, Log, NewAlert, Turn
from storage import Database, KeyRing
from tests.support.clock import FakeClock
from tests.support.databases import close_to_copy

PASSWORD = "correct horse battery"  # noqa: S105  # a test's own
STORY = "去年3月村里修路占了我家两亩地，补偿款一直没有发。\n我去问过三次，都说再等等。"
PEOPLE: Mapping[str, frozenset[Role]] = {
    "li.wei": frozenset({Role.OFFICIAL}),
    "zhao.min": frozenset({Role.DISCIPLINE}),
    "wang.fang": frozenset({Role.OPERATOR}),
    "chen.jing": frozenset({Role.ADMINISTRATOR}),
}
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="([0-9]+)"')


@dataclass
class House:
    """The console and the API as they are mounted, with what stands behind them."""

    register: Register
    log: Log
    database: Database
    client: TestClient[web.Request, web.Application]
    visitors: list["Visitor"] = field(default_factory=list)

    async def visitor(self, name: str | None = None) -> "Visitor":
        """Somebody with their own browser; signed in when a name is given."""
        client = TestClient(self.client.server, cookie_jar=CookieJar(unsafe=True))
        visitor = Visitor(client)
        self.visitors.append(visitor)
        if name:
            await visitor.get("/console/sign-in")
            await visitor.post("/console/sign-in", name=name, password=PASSWORD)
            assert visitor.status == 200, visitor.page
        return visitor


class Visitor:
    """Opens pages and sends the forms on them, as a browser would."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client
        self.status = 0
        self.page = ""
        self.url = ""
        self.headers: Mapping[str, str] = {}

    async def get(self, path: str, **options: Any) -> str:
        """Open a page."""
        return await self._take(await self.client.get(path, **options))

    async def post(self, path: str, fields: Mapping[str, Any] | None = None, /, **more: Any) -> str:
        """Send a form with the token of the page that was opened last."""
        token = CSRF.search(self.page)
        data = {"csrf": token[1] if token else "", **(fields or {}), **more}
        return await self._take(await self.client.post(path, data=data))

    async def take(self, number: str, step: str, **more: Any) -> str:
        """Open a case and take a step on it."""
        await self.get(f"/console/cases/{number}")
        found = VERSION.search(self.page)
        given = {"step": step, "version": found[1] if found else "1", "seen": "1"} | more
        return await self.post(f"/console/cases/{number}/steps", given)

    async def _take(self, answer: Any) -> str:
        async with answer:
            self.status, self.headers, self.url = answer.status, answer.headers, str(answer.url.relative())
            self.page = (await answer.read()).decode(errors="replace")
        return self.page


# As weak as it can be made: strength is tested where passwords are kept.
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, key_ring: KeyRing) -> Path:
    """A database with one member of staff for every role."""
    path = tmp_path_factory.mktemp("staffed") / "template.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}", key_ring=key_ring)
    staff = Staff(database, clock=FakeClock(), hasher=HASHER)
    for name, roles in PEOPLE.items():
        staff.create(name, PASSWORD, display_name=name, roles=roles)
    close_to_copy(database)
    return path


@pytest.fixture
def register(sqlite_database: Database, files_dir: Path, clock: Callable[[], datetime]) -> Register:
    """A register with one member of staff for every role."""
    register = Register(sqlite_database, files_dir=files_dir, clock=clock)
    register.staff = Staff(sqlite_database, clock=clock, hasher=HASHER)
    return register


@pytest.fixture
def log(sqlite_database: Database, clock: Callable[[], datetime]) -> Log:
    """The conversation log on the same database."""
    return Log(sqlite_database, clock=clock)


@pytest.fixture
async def house(
    register: Register, log: Log, sqlite_database: Database, clock: Callable[[], datetime]
) -> AsyncIterator[House]:
    """Console and API mounted where they are in the product, on a server of their own."""
    async with open_house(register, log, sqlite_database, clock) as house:
        yield house


@asynccontextmanager
async def open_house(
    register: Register, log: Log, database: Database, clock: Callable[[], datetime], *, factor_required: bool = False
) -> AsyncIterator[House]:
    """A house for as long as it is needed."""
    pages = console_app(register, log, secure_cookies=False, clock=clock, factor_required=factor_required)
    root = web.Application()
    root.add_subapp("/console/", pages)
    root.add_subapp("/api/", api_app(register, log, clock=clock))
    async with TestClient(TestServer(root), cookie_jar=CookieJar(unsafe=True)) as client:
        house = House(register, log, database, client)
        yield house
        for visitor in house.visitors:
            await visitor.client.session.close()


def staff_member(register: Register, name: str) -> Official:
    """A member of staff as the register knows them."""
    return register.staff.sign_in(name, PASSWORD, address="test")[1]


def file_case(
    register: Register,
    *,
    address: str = "624181001",
    facts: str = STORY,
    nature: Nature | None = Nature.CLAIM,
    files: Iterable[tuple[str, str, bytes]] = (),
    risk: tuple[Mapping[str, Any], ...] = (),
    proposed: Mapping[str, Any] | None = None,
    **values: Any,
) -> str:
    """File a petition; its number. `files` are (name, media type, bytes), `proposed` more of the proposal."""
    draft = register.drafts.open("telegram", address)
    told = {
        "facts": facts,
        "place": "赣县区茅店镇",
        "place_code": "360721",
        "place_name": "江西省赣州市赣县区",
        "occurred_at": "2025-03",
        "respondent": "茅店镇人民政府",
        "request": "请求尽快发放征地补偿款。",
        "prior_handling": "向村委会反映过",
        "affected_count": 3,
        "petitioner_name": "王建国",
        "petitioner_phone": "13800000001",
        "petitioner_address": "赣县区茅店镇上坝村12号",
    } | values
    draft = register.drafts.save(draft.id, told, source="m1")
    for name, media_type, data in files:
        register.evidence.keep(
            data,
            name=name,
            media_type=media_type,
            kind="photo" if media_type.startswith("image/") else "document",
            draft_id=draft.id,
        )
    proposal = Proposal(
        nature=nature,
        matter=("自然资源", "土地征收", "安置补偿"),
        matter_confidence=0.82,
        matter_words=("补偿款", "占了"),
        risk=risk,
        **(proposed or {}),
    )
    draft = register.drafts.get(draft.id)
    command = FilePetition(draft_id=draft.id, draft_version=draft.version, proposal=proposal)
    return register.file(command).case_number


def take(register: Register, number: str, step: str, *, by: str = "li.wei", text: str = "", **fields: Any) -> Case:
    """Take a step behind everybody's back."""
    desk = register.for_official(staff_member(register, by))
    version = desk.case(number).version
    return desk.take(TakeStep(number=number, step=step, version=version, text=text, fields=fields))


def talk(
    house: House,
    *,
    address: str = "624181001",
    said: str = "你好",
    reply: str = "您好，请说。",
    intent: str = "greet",
    confidence: float = 0.93,
    entities: tuple[Mapping[str, Any], ...] = (),
    sealed: bool = False,
    alerts: tuple[NewAlert, ...] = (),
) -> str:
    """One turn of a conversation; the conversation's id."""
    kept = house.log.inbox.keep(
        channel="telegram",
        address=address,
        message_id=secrets.token_hex(6),
        kind="text",
        body={"text": said},
        owner="test",
    )
    turn = Turn(
        conversation_id=f"telegram:{address}",
        inbox_ids=(kept.inbox_id,),
        said=(said,),
        replies=({"text": reply, "buttons": [{"title": "好的", "payload": "/affirm"}]},),
        intent=intent,
        confidence=confidence,
        entities=entities,
        requested_slot=None,
        model_id="test-model",
        duration_ms=12,
        events=(),
        state=DialogueState(),
        misunderstood=confidence < 0.5,
        sealed=sealed,
        alerts=alerts,
    )
    with house.database.begin() as tx:
        house.log.finish(turn, tx=tx)
    return turn.conversation_id


def picture(width: int = 480, height: int = 320) -> bytes:
    """A real PNG: a road between two fields."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            road = abs(x - width / 2) < 30 + 120 * y / height
            sky = y < height * 0.4
            rows += bytes((196, 214, 224) if sky else (178, 168, 150) if road else (122, 158, 98))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
