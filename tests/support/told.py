"""A citizen in the middle of a petition, and what the form makes of each message."""

from typing import Any
from uuid import uuid4

from actions.intake import ValidatePetitionForm
from cases import FIELDS, Draft, Register
from tests.support.tracker import Conversation

STORY = "楼下天天排油烟，一到晚上屋里全是味，老人咳得整夜睡不着，说了好几次都不管用。"
WHOLE = {
    "facts": STORY,
    "place": "江西省赣州市赣县区梅林镇红金路8号",
    "place_code": "360704",
    "place_name": "江西省赣州市赣县区",
    "occurred_at": "2025-10",
    "respondent": "老张烧烤店",
    "request": "装上净化设备",
    "prior_handling": "打过12345",
    "affected_count": 30,
    "petitioner_name": "王建国",
    "petitioner_phone": "13812345678",
    "petitioner_address": "红金路8号3楼",
}


class Told:
    """A citizen who is asked one question, with a draft that has whatever comes before it."""

    def __init__(self, form: ValidatePetitionForm, register: Register, asked: str) -> None:
        self.form, self.register = form, register
        # Somebody else each time: a property runs many times on one database.
        self.address = f"citizen-{uuid4().hex}"
        self.citizen = Conversation(address=self.address)
        self.citizen.slots["requested_slot"] = asked
        draft = register.drafts.open("web", self.address)
        questions = (*FIELDS, "evidence", "confirm")
        before = questions[: questions.index(asked)]
        told = {name: value for name, value in WHOLE.items() if name.partition("_")[0] in before or name in before}
        register.drafts.save(draft.id, told | ({"skipped": ["evidence"]} if asked == "confirm" else {}))

    def says(self, text: str = "", **message: Any) -> list[str]:
        """Say it; the names of the answers."""
        self.citizen.do(self.form, text, **message)
        return self.citizen.responses()

    @property
    def draft(self) -> Draft:
        found = self.register.drafts.current("web", self.address)
        assert found is not None
        return found

    @property
    def words(self) -> str:
        """Every word of the draft."""
        return "\n".join(str(value) for value in self.draft.values.values())
