"""People are people: whatever is said at whatever question, it is answered, the same is asked again, nothing is lost.

What must come of what is data: `asides.yml`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from actions.asides import SMALL_TALK
from bot.messages import Attachment, Inbound, Kind
from bot.sentences import Sentences
from bot.settings import ROOT
from cases import FIELDS, Draft
from tests.support.real_product import RunningProduct

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(600)]

TABLE: Mapping[str, Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("asides.yml").read_text("utf-8"))
SLOTS = (*FIELDS, "evidence", "confirm")
HELPS_ONCE = sorted(TABLE["topics"].keys() & {label.removeprefix("faq/") for label in SMALL_TALK})
"""Said again and again at one question, these are answers in vain: each is asked by somebody else."""
TOLD: Mapping[str, Any] = {
    "facts": "楼下天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。",
    "place": "江西省赣州市赣县区梅林镇红金路8号",
    "occurred_at": "2025-10",
    "respondent": "老张烧烤店",
    "request": "装净化设备，晚上十点以后不许排烟",
    "prior_handling": "打过两次社区电话",
    "affected_count": 30,
    "petitioner_name": "王建国",
    "petitioner_phone": "13812340000",
    "petitioner_address": "梅林镇红金路8号3栋201",
}
OF_PLACE = {"place_code": "360704", "place_name": "江西省赣州市赣县区"}
PHOTO = b"\xff\xd8\xff\xe0 a photo"
RESPONSES: Mapping[str, Any] = yaml.load((ROOT / "domain.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)["responses"]
SAYS = Sentences(RESPONSES)


class Citizen:
    """Somebody who has told all that is asked before a slot."""

    def __init__(self, product: RunningProduct, slot: str) -> None:
        self.product = product
        self.sender = f"walk-{uuid4().hex[:12]}"
        self.sent: list[str] = []
        drafts = product.store.register.drafts
        draft = drafts.open("rest", self.sender)
        before = FIELDS[: SLOTS.index(slot)] if slot in FIELDS else FIELDS
        values = {name: TOLD[name] for name in before} | (OF_PLACE if "place" in before else {})
        for name, value in values.items():
            drafts.save(draft.id, {name: value}, source=f"told-{name}")
        if slot == "confirm":
            drafts.save(draft.id, {"skipped": ["evidence"]})

    async def says(self, text: str, **more: Any) -> list[str]:
        """Say or send something; the texts of the answers."""
        self.sent.append(f"{self.sender}-{len(self.sent)}")
        kind = Kind.BUTTON if text.startswith("/") else Kind.TEXT
        given = {"channel": "rest", "sender": self.sender, "message_id": self.sent[-1], "kind": kind, "text": text}
        turns = self.product.product.turns
        answers = await self.product.on_its_loop(turns.reply_to(Inbound(**{**given, **more})))
        return [answer.text.strip() for answer in answers]

    async def sends_file(self, kind: str) -> list[str]:
        """Send a file."""
        register, owner = self.product.store.register, f"rest:{self.sender}"
        ref = register.evidence.hold(PHOTO, name="1.jpg", media_type="image/jpeg", kind=kind, owner=owner)
        return await self.says("", kind=Kind.FILES, attachments=(Attachment(ref=ref, kind=kind),))

    async def asked(self) -> str | None:
        """The slot that is asked."""
        tracker = await self.product.dialogue.tracker(f"rest:{self.sender}")
        assert tracker is not None
        slot: str | None = tracker["slots"]["requested_slot"]
        return slot

    @property
    def draft(self) -> Draft:
        """What was told so far."""
        return self.product.draft(self.sender)


@pytest.fixture
async def at(product: RunningProduct, slot: str) -> Citizen:
    """A citizen who is asked for `slot`."""
    citizen = Citizen(product, slot)
    await citizen.says("/file_petition")
    assert await citizen.asked() == slot
    return citizen


def same(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a citizen told, without what is empty, and without which earlier case they were asked about."""
    return {name: value for name, value in told.items() if value not in (None, "", []) and name != "same_asked"}


async def faults_of(citizen: Citizen, slot: str, say: str, answer: str | None) -> list[str]:
    """What is wrong with how an aside was met: not answered, not asked on, or something of the draft moved."""
    before = same(citizen.draft.values)
    heard = await citizen.says(say)
    faults = []
    if answer and SAYS(answer) not in heard:
        faults.append(f"{slot}: {say}: not {answer} but {heard[:1]}")
    if (asked := await citizen.asked()) != slot:
        faults.append(f"{slot}: {say}: then asked {asked}")
    if not heard or (answer and heard[-1] == SAYS(answer)):
        faults.append(f"{slot}: {say}: the question did not follow")
    if same(citizen.draft.values) != before:
        faults.append(f"{slot}: {say}: the draft is {citizen.draft.values}")
    return faults


def test_the_table_knows_every_topic() -> None:
    assert {f"utter_faq/{topic}" for topic in TABLE["topics"]} == {name for name in RESPONSES if "/" in name}


@pytest.mark.parametrize("slot", SLOTS)
async def test_every_question_of_general_interest_at_every_slot(at: Citizen, slot: str) -> None:
    """However many are asked in one conversation."""
    faults: list[str] = []
    for topic, say in TABLE["topics"].items():
        if topic not in HELPS_ONCE:
            faults += await faults_of(at, slot, say, f"utter_faq/{topic}")
    assert faults == []


@pytest.mark.parametrize("topic", HELPS_ONCE)
@pytest.mark.parametrize("slot", SLOTS)
async def test_whoever_needs_help_with_a_question_is_helped(at: Citizen, slot: str, topic: str) -> None:
    assert await faults_of(at, slot, TABLE["topics"][topic], f"utter_faq/{topic}") == []


@pytest.mark.parametrize("slot", SLOTS)
async def test_every_other_aside_at_every_slot(product: RunningProduct, slot: str) -> None:
    faults: list[str] = []
    for aside in TABLE["asides"].values():
        if slot in aside.get("except", ()):
            continue
        citizen = Citizen(product, slot)
        await citizen.says("/file_petition")
        answer = aside["answer"] and aside["answer"].format(asked=slot)
        faults += await faults_of(citizen, slot, aside["say"], answer)
    assert faults == []


@pytest.mark.parametrize("kind", TABLE["exits"])
@pytest.mark.parametrize("slot", SLOTS)
async def test_every_exit_at_every_slot(at: Citizen, slot: str, kind: str) -> None:
    leaving = TABLE["exits"][kind]
    before = at.draft
    heard = await at.says(leaving["say"])
    assert SAYS(leaving["answer"]).format(code=before.code) in heard
    expected = leaving["asked"] and leaving["asked"].format(asked=slot)
    assert await at.asked() == expected
    if leaving["keeps"]:
        assert same(at.draft.values) == same(before.values)
        assert await at.says("接着填")
        assert await at.asked() == slot


@pytest.mark.parametrize("slot", SLOTS)
async def test_skipping_leaves_a_question_open_and_nothing_else(at: Citizen, slot: str) -> None:
    before = same(at.draft.values)
    await at.says("跳过这个")
    now = same(at.draft.values)
    assert {name: now.get(name) for name in before if name != "skipped"} == {
        name: value for name, value in before.items() if name != "skipped"
    }
    # What happened, and the yes at the end, cannot be left out: it is asked again in other words.
    assert (await at.asked() == slot) is (slot in ("facts", "confirm"))


@pytest.mark.parametrize("slot", SLOTS[SLOTS.index("petitioner_address") :])
async def test_an_earlier_field_is_corrected_from_anywhere(at: Citizen, slot: str) -> None:
    await at.says("电话打错了，应该是13912340001")
    told = dict(TOLD) | {"petitioner_phone": "13912340001"}
    values = at.draft.values
    assert {name: values[name] for name in FIELDS if name in values} == {n: told[n] for n in FIELDS if n in values}
    assert await at.asked() == slot


@pytest.mark.parametrize("kind", ["photo", "voice", "document"])
@pytest.mark.parametrize("slot", SLOTS)
async def test_a_file_is_kept_and_the_same_asked_again(at: Citizen, slot: str, kind: str) -> None:
    before = same(at.draft.values)
    heard = await at.sends_file(kind)
    assert SAYS("utter_evidence_kept").format(count=1) in heard
    assert [file.kind for file in at.draft.evidence] == [kind]
    assert same(at.draft.values) == before
    # A file answers the question for files, and there may be more of them.
    assert await at.asked() == slot or slot == "evidence"


@pytest.mark.parametrize("slot", SLOTS)
async def test_a_location_is_kept_and_the_same_asked_again(at: Citizen, slot: str) -> None:
    before = same(at.draft.values)
    heard = await at.says("", kind=Kind.LOCATION, data={"latitude": 25.86, "longitude": 115.01})
    assert SAYS("utter_location_kept") in heard
    assert same(at.draft.values) == before
    assert await at.asked() == slot or slot == "evidence"


@pytest.mark.parametrize("slot", SLOTS[1:])
async def test_an_edited_message_changes_what_it_once_said(at: Citizen, slot: str) -> None:
    before = same(at.draft.values)
    changed = "楼下天天排油烟，说了五次都不管用。"
    await at.says(changed, kind=Kind.EDIT, edits="told-facts")
    assert same(at.draft.values) == {**before, "facts": changed}
    assert await at.asked() == slot


@pytest.mark.parametrize("slot", SLOTS)
async def test_messages_in_quick_succession_are_all_kept(product: RunningProduct, at: Citizen, slot: str) -> None:
    burst: Sequence[str] = ("他们昨天半夜又开张了", "油烟直接灌进卧室里", "老人咳得进了医院")
    before = {name: value for name, value in same(at.draft.values).items() if name not in ("facts", "skipped")}
    for text in burst:
        await at.says(text)
    assert [text for text in burst if text not in product.said(at.sender)] == []
    now = at.draft.values
    assert {name: now[name] for name in before} == before
    written = "\n".join(str(value) for value in now.values())
    assert [text for text in burst if text not in written] == []


@pytest.mark.parametrize("slot", FIELDS[1:])
async def test_who_left_and_comes_back_is_heard_at_once(at: Citizen, slot: str) -> None:
    await at.says("我先去忙了，明天再来")
    await at.says(str(TOLD[slot]))
    assert at.draft.values[slot] == TOLD[slot]
    assert await at.asked() == SLOTS[SLOTS.index(slot) + 1]
