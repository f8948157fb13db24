"""What the citizen is told of a step: the message, and the line of their own list of what has happened."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from cases.applying import SOLVED_IN_WORDS
from cases.clocks import on_day
from cases.copetitioners import audience
from cases.notices import day_in_words
from cases.outbox import Outbox
from cases.rules import Rules
from cases.step_fields import StepFields
from cases.tables import ClaimRow, ClockRow, PetitionRow
from cases.values import NewMessage
from cases.workflow import Step
from storage import Transaction


class Telling:
    """Writes notices into the outbox."""

    def __init__(self, rules: Rules, outbox: Outbox) -> None:
        self._rules = rules
        self._outbox = outbox

    def tell(
        self,
        tx: Transaction,
        row: PetitionRow,
        name: str,
        fields: StepFields,
        clocks: Sequence[ClockRow],
        claims: Sequence[ClaimRow],
        now: datetime,
        *,
        by_petitioner: bool,
    ) -> str | None:
        """Put the notice into the outbox; gives back the line of the citizen's own timeline.

        `clocks` are those the step started or moved. What petitioners do themselves they are answered in the chat.
        """
        step = self._rules.workflow.steps[name]
        if step.notice is None:
            return fields.text if by_petitioner else None
        facts = {"sealed": row.sealed, "route": row.route, "by_petitioner": by_petitioner, "ground": fields.ground}
        facts |= {"dated": bool(clocks), "simple": row.simple}
        values = self._values(row, step, fields, clocks, claims, now)
        if not by_petitioner:
            self._put(tx, row, name, self._words(step.notice, row, facts, values))
        return self._words(f"timeline_{step.notice}", row, facts, values)

    def tell_of_split(self, tx: Transaction, row: PetitionRow, new: PetitionRow) -> None:
        """Tell the petitioner number and query code of the case that a claim of theirs has become."""
        values = {"number": row.number, "other": new.number, "code": new.code, "text": new.request}
        self._put(tx, new, "split", self._words("split", row, {}, values))

    def _put(self, tx: Transaction, row: PetitionRow, name: str, text: str) -> None:
        notice = NewMessage(
            channel=row.channel,
            address=row.address,
            text=text,
            key=f"notice:{row.number}:{name}:{row.version}",
            custom={"case": {"number": row.number, "state": row.state.value}},
            case_number=row.number,
        )
        # Each who petitions too hears the same, in their own chat.
        others = [
            replace(notice, channel=channel, address=address, key=f"{notice.key}:{channel}:{address}"[:200])
            for channel, address in audience(tx, row)
        ]
        self._outbox.put([notice, *others], tx=tx)

    def _values(
        self,
        row: PetitionRow,
        step: Step,
        fields: StepFields,
        clocks: Sequence[ClockRow],
        claims: Sequence[ClaimRow],
        now: datetime,
    ) -> dict[str, str]:
        workflow, language = self._rules.workflow, row.language
        named = on_day(fields.due_on, now) if fields.due_on else clocks[0].due if clocks else None
        values = {
            "number": row.number,
            "unit": fields.unit or row.unit,
            "date": day_in_words(now, language),
            "due": day_in_words(named, language) if named else "",
            "route": workflow.routes[row.route].text(language) if row.route else "",
            "outcome": self._outcome(row, fields, claims),
            "text": fields.text,
            "legal_basis": fields.legal_basis,
            "remedy": fields.remedy,
            "road": fields.road,
            "article": fields.article,
            "result": workflow.fields["result"].choices[fields.result].text(language) if fields.result else "",
            "solved": self._solved(fields, language),
            "served": day_in_words(on_day(fields.served_at, now) if fields.served_at else now, language),
        }
        # Parts of a sentence that are left out when there is nothing to say.
        parts = {"message": fields.text, "unit_by": values["unit"], "basis": fields.legal_basis}
        parts |= {"remedy_by": fields.remedy}
        return values | {name: self._words(name, row, {}, values) if said else "" for name, said in parts.items()}

    def _outcome(self, row: PetitionRow, fields: StepFields, claims: Sequence[ClaimRow]) -> str:
        """One for all, or claim by claim, each by its own words."""
        outcomes, language = self._rules.workflow.outcomes, row.language
        if fields.outcome and not fields.claims:
            return outcomes[fields.outcome].text(language)
        said = [
            f"{claim.position}. {claim.request}\n   {outcomes[claim.outcome].text(language)}"
            + (f"\n   {claim.opinion}" if claim.opinion else "")
            # One that holds for all is told once, after them.
            + (f"\n   {claim.legal_basis}" if claim.legal_basis and claim.legal_basis != fields.legal_basis else "")
            for claim in claims
            if claim.outcome
        ]
        return "".join(f"\n{one}" for one in said)

    def _solved(self, fields: StepFields, language: str) -> str:
        if language.startswith("en"):
            return "; ".join(f"{at}: {answer}" if at else answer for at, answer in fields.solved.items())
        return "；".join(
            f"第{at}项{SOLVED_IN_WORDS[answer]}" if at else SOLVED_IN_WORDS[answer]
            for at, answer in fields.solved.items()
        )

    def _words(self, notice: str, row: PetitionRow, facts: Mapping[str, Any], values: Mapping[str, str]) -> str:
        return self._rules.notices.text(notice, language=row.language, facts=facts, values=values)
