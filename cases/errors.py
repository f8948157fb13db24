"""What the register refuses, and why. Each class carries its own sentence and a code to search for.

CaseError
├── NotFound            CASE-001
├── NotAllowed          CASE-002
├── WrongState          CASE-003
├── VersionConflict     CASE-004
├── StepIncomplete      CASE-005
├── DraftChanged        CASE-006
├── DraftIncomplete     CASE-007
├── PolicyInvalid       CASE-030
├── UnitError           CASE-012
└── StaffError
    ├── SignInFailed    CASE-010
    └── TooManyTries    CASE-011
"""


class CaseError(Exception):
    """The register cannot do this."""

    code = "CASE-000"

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").strip()
        super().__init__(f"{sentence} {detail}".strip())
        self.detail = detail


class NotFound(CaseError):
    """There is no such record, or it is not yours to see."""

    code = "CASE-001"


class NotAllowed(CaseError):
    """Your role may not do this."""

    code = "CASE-002"


class WrongState(CaseError):
    """The case is not in a state in which this step can be taken."""

    code = "CASE-003"


class VersionConflict(CaseError):
    """Somebody else changed the case in the meantime."""

    code = "CASE-004"


class StepIncomplete(CaseError):
    """The step lacks something it must carry."""

    code = "CASE-005"


class DraftChanged(CaseError):
    """The draft was changed after it was shown."""

    code = "CASE-006"


class DraftIncomplete(CaseError):
    """The draft lacks something the law requires."""

    code = "CASE-007"


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
