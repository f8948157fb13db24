"""What the bot does: one file a conversation goal, dependencies handed in. `all_actions` lists them for the engine."""

from rasa_sdk import Action

from actions.afterwards import AnswerQuestion, NotUnderstood, SessionStart, TakeLater
from actions.asking import AskConfirm, AskFacts, AskPhone, AskPlace
from actions.danger import Heedful
from actions.exits import CallHuman, CancelPetition, LeaveForNow, RestartPetition, ResumeDraft
from actions.filing import FileThePetition
from actions.intake import ValidatePetitionForm
from actions.status import AskStatus
from actions.understanding import Understanding
from cases import Register


def all_actions(register: Register, understanding: Understanding) -> list[Action]:
    """Every action, ready to be registered with the engine."""

    def heedful(action: Action) -> Action:
        return Heedful(action, understanding)

    return [
        SessionStart(),
        ValidatePetitionForm(register, understanding),
        AskFacts(),
        AskPlace(),
        AskPhone(),
        AskConfirm(register, understanding),
        FileThePetition(register, understanding),
        AnswerQuestion(understanding),
        heedful(AskStatus(register)),
        heedful(CancelPetition(register)),
        heedful(RestartPetition(register)),
        heedful(LeaveForNow(register)),
        heedful(ResumeDraft(register)),
        CallHuman(understanding),
        heedful(TakeLater(register)),
        NotUnderstood(understanding),
    ]


__all__ = ["Understanding", "all_actions"]
