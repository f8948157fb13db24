"""What the register refuses, and why. Each class carries its own sentence and a code to search for.

CaseError
├── NotFound               CASE-001
├── NotAllowed             CASE-002
│   └── SecondPersonNeeded CASE-015
├── WrongState             CASE-003
├── VersionConflict        CASE-004
├── StepIncomplete         CASE-005
│   └── NotClosable        CASE-008
├── DraftChanged           CASE-006
├── DraftIncomplete        CASE-007
├── ValueRefused           CASE-016
├── PolicyInvalid          CASE-030
├── UnitError              CASE-012
└── StaffError
    ├── SignInFailed       CASE-010
    ├── TooManyTries       CASE-011
    ├── CodeNeeded         CASE-013
    └── CodeWrong          CASE-014
"""

from collections.abc import Mapping, Sequence


class CaseError(Exception):
    """The register cannot do this."""

    code = "CASE-000"

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").strip()
        super().__init__(f"{sentence} {detail}".strip())
        self.detail = detail

    def sentence(self, language: str) -> str:
        """What a screen can say of it as it stands; empty where it has only a detail for the log."""
        return ""


class NotFound(CaseError):
    """There is no such record, or it is not yours to see."""

    code = "CASE-001"


class NotAllowed(CaseError):
    """Your role may not do this."""

    code = "CASE-002"


class SecondPersonNeeded(NotAllowed):
    """A second person has to approve of this first."""

    code = "CASE-015"

    def __init__(self, kind: str, subject: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.subject = subject


class WrongState(CaseError):
    """The case is not in a state in which this step can be taken."""

    code = "CASE-003"


class VersionConflict(CaseError):
    """Somebody else changed the case in the meantime."""

    code = "CASE-004"


class StepIncomplete(CaseError):
    """The step lacks something it must carry."""

    code = "CASE-005"


class NotClosable(StepIncomplete):
    """The reply or conclusion cannot stand as it is."""

    code = "CASE-008"

    def __init__(self, reasons: tuple[str, ...], sentences: Mapping[str, str]) -> None:
        super().__init__(f"{', '.join(reasons)}: {sentences['en']}")
        self.reasons = reasons
        self._sentences = sentences

    def sentence(self, language: str) -> str:
        """Every reason, for whoever has to put it right."""
        return self._sentences["en" if language.startswith("en") else "zh"]


class DraftChanged(CaseError):
    """The draft was changed after it was shown."""

    code = "CASE-006"


class DraftIncomplete(CaseError):
    """The draft lacks something the law requires."""

    code = "CASE-007"


class ValueRefused(CaseError):
    """A field of a draft may not hold this value."""

    code = "CASE-016"

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = tuple(fields)


class UnitError(CaseError):
    """The units tree does not allow this."""

    code = "CASE-012"


class PolicyInvalid(CaseError):
    """The settings contradict themselves or the law."""

    code = "CASE-030"


class StaffError(CaseError):
    """The sign-in cannot go on."""

    code = "CASE-009"


class SignInFailed(StaffError):
    """The name or the password is wrong."""

    code = "CASE-010"


class TooManyTries(StaffError):
    """Too many failed attempts: wait before trying again."""

    code = "CASE-011"


class CodeNeeded(StaffError):
    """The password is right, and a code of the second factor is still needed."""

    code = "CASE-013"

    def __init__(self, pending: str) -> None:
        super().__init__()
        self.pending = pending
        """What to bring back together with the code; no session."""


class CodeWrong(StaffError):
    """The code is wrong, too old, or was used before."""

    code = "CASE-014"
