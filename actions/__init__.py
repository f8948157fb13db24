"""What the bot does: one file a conversation goal, dependencies handed in. `all_actions` lists them for the engine."""

from typing import Any

from rasa_sdk import Action

from actions.afterwards import AnswerQuestion, NotUnderstood, SessionStart, TakeLater
from actions.asking import AskConfirm, AskFacts, AskField, AskPlace
from actions.contact_change import ChangeContact
from actions.conversing import HearAfterwards, HearStory, PutAside
from actions.cosign import CoSign
from actions.danger import Heedful
from actions.deletion import DeleteData
from actions.evaluate import EvaluateCase
from actions.exits import CallHuman, CancelPetition, LeaveForNow, RestartPetition, ResumeDraft
from actions.filing import FileThePetition
from actions.intake import ValidatePetitionForm
from actions.material import AddMaterial, AnswerOfficial
from actions.review import AskReview
from actions.solved import ReportSolved
from actions.status import AskStatus
from actions.understanding import Understanding
from actions.urge import UrgeCase
from actions.withdraw import WithdrawCase
from cases import Register

ASKED_PLAINLY = (
    "occurred_at", "respondent", "request", "prior_handling", "affected_count", "petitioner_name", "petitioner_address",
)  # fmt: skip


def all_actions(register: Register, understanding: Understanding) -> list[Action]:
    """Every action, ready to be registered with the engine."""

    def heedful(action: Action) -> Action:
        return Heedful(action, understanding)

    answers = AnswerOfficial(register)
    # Each is both an action and a goal.
    goals: list[Any] = [
        UrgeCase(register),
        WithdrawCase(register),
        EvaluateCase(register),
        AskReview(register),
        AddMaterial(register),
        ChangeContact(register, understanding),
        DeleteData(register),
        CoSign(register, understanding),
        ReportSolved(register),
        answers,
    ]
    return [
        SessionStart(),
        ValidatePetitionForm(register, understanding),
        AskFacts(),
        AskPlace(),
        *(AskField(name) for name in ASKED_PLAINLY),
        AskField("petitioner_phone", again=True),
        AskConfirm(register, understanding),
        FileThePetition(register, understanding),
        AnswerQuestion(understanding, register),
        heedful(AskStatus(register)),
        heedful(CancelPetition(register)),
        heedful(RestartPetition(register)),
        heedful(LeaveForNow(register)),
        heedful(ResumeDraft(register)),
        CallHuman(understanding),
        heedful(TakeLater(register)),
        NotUnderstood(understanding, register, answers),
        HearAfterwards(register, understanding, goals),
        heedful(HearStory(register, answers)),
        PutAside(),
        *(heedful(goal) for goal in goals),
    ]


__all__ = ["Understanding", "all_actions"]
