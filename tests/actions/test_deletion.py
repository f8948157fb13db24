"""Deleting in the chat: explained, asked once, done, and never silent."""

import pytest

from actions.deletion import DeleteData
from cases import Register
from tests.support.register import filed, told
from tests.support.tracker import Conversation


@pytest.fixture
def delete(register: Register) -> DeleteData:
    return DeleteData(register)


def test_nothing_goes_before_a_yes(register: Register, citizen: Conversation, delete: DeleteData) -> None:
    told(register)
    citizen.do(delete, "删除我的信息", intent="delete_data", in_form=False)
    assert citizen.responses() == ["utter_delete_sure"]
    assert register.drafts.current("web", "citizen") is not None


def test_what_was_never_filed_goes_with_the_chat(register: Register, citizen: Conversation, delete: DeleteData) -> None:
    told(register)
    citizen.do(delete, intent="delete_data", payload={"say": "yes"})
    assert citizen.responses() == ["utter_delete_done"]
    assert register.drafts.current("web", "citizen") is None
    assert citizen.slots["forget"] is True
    assert citizen.slots["facts"] is None


def test_what_was_filed_is_put_to_a_person(register: Register, citizen: Conversation, delete: DeleteData) -> None:
    number = filed(register).case_number
    citizen.do(delete, intent="delete_data", payload={"say": "yes"}, in_form=False)
    assert [(said["response"], said["numbers"]) for said in citizen.said] == [("utter_delete_some", number)]
    assert citizen.slots["forget"] is None
