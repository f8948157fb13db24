"""What the bot does: one file a conversation goal, dependencies handed in. `all_actions` lists them for the engine."""

from rasa_sdk import Action

from actions.afterwards import AnswerQuestion, NotUnderstood, SessionStart, TakeLater
from actions.asking import AskConfirm, AskPlace
from actions.exits import CallHuman, CancelPetition, LeaveForNow, RestartPetition, ResumeDraft
from actions.filing import FileThePetition
from actions.intake import ValidatePetitionForm
from actions.status import AskStatus
from actions.understanding import Understanding
from cases import Register


def all_actions(register: Register, understanding: Understanding) -> list[Action]:
    """Every action, ready to be registered with the engine."""
    return [
        SessionStart(),
        ValidatePetitionForm(register, understanding),
        AskPlace(),
        AskConfirm(register),
        FileThePetition(register, understanding),
        AnswerQuestion(understanding),
        AskStatus(register),
        CancelPetition(register),
        RestartPetition(register),
        LeaveForNow(register),
        ResumeDraft(register),
        CallHuman(understanding),
        TakeLater(register),
        NotUnderstood(understanding),
    ]


__all__ = ["Understanding", "all_actions"]
