"""What the citizen is told of a step: the message, and the line of their own list of what has happened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Self

from cases.applying import SOLVED_IN_WORDS
from cases.clocks import on_day
from cases.copetitioners import audience, signed
from cases.linking import merged_here
from cases.masking import cut_text, without_town
from cases.notices import day_in_words
from cases.outbox import Outbox
from cases.rules import Rules
from cases.step_fields import StepFields
from cases.tables import ClaimRow, ClockRow, PetitionRow
from cases.values import NewMessage
from cases.workflow import Step
from storage import Transaction


@dataclass(frozen=True)
class Hearer:
    """Whom a notice is written to: of which case it speaks to them, and what of others' is left out."""

    number: str
    language: str
    own: bool
    hidden: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: PetitionRow, *, hiding: Sequence[PetitionRow] = (), names: Iterable[str] = ()) -> Self:
        """The petitioner of a case; `hiding` are the cases of others that it is told of."""
        said = [
            words
            for one in hiding
            for words in (one.number, one.petitioner_address, without_town(one.petitioner_address), one.id_number)
        ]
        others = tuple(name for name in names if name and name != row.petitioner_name)
        return cls(row.number, row.language, not hiding, tuple(filter(None, said)), others)

    def cut(self, text: str) -> str:
        """An official's words without what they say of another petitioner."""
        return text if self.own else cut_text(text, names=self.names, said=self.hidden)


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
        asker: PetitionRow | None = None,
    ) -> str | None:
        """Put the notice into the outbox; gives back the line of the citizen's own timeline.

        `clocks` are those the step started or moved. What petitioners do themselves they are answered in the chat.
        `asker`: the case merged into this one whose petitioner took the step.
        """
        step = self._rules.workflow.steps[name]
        if step.notice is None:
            return fields.text if by_petitioner else None
        facts = {"sealed": row.sealed, "route": row.route, "by_petitioner": by_petitioner, "ground": fields.ground}
        facts |= {"dated": bool(clocks), "simple": row.simple}
        said = partial(self._values, row, step, clocks=clocks, claims=claims, now=now)
        values = said(fields, Hearer.of(row))
        if not by_petitioner:
            notice = self._put(tx, row, name, self._words(step.notice, row.language, facts, values))
            if not step.personal:
                write = partial(self._words, step.notice, facts=facts)
                self._put_merged(tx, row, name, notice, lambda to: write(to.language, values=said(fields, to)))
        if step.tells_others is not None:
            self._tell_others(tx, row, step.tells_others, asker or row, said, told=not by_petitioner)
        return self._words(f"timeline_{step.tells_others if asker else step.notice}", row.language, facts, values)

    def line(self, to: PetitionRow, name: str, text: str) -> str:
        """The line of somebody's own timeline for a step that they took on the case that theirs was merged into."""
        values = {"message": self._words("message", to.language, {}, {"text": text}) if text else ""}
        return self._words(f"timeline_{self._rules.workflow.steps[name].notice}", to.language, {}, values)

    def _tell_others(
        self,
        tx: Transaction,
        row: PetitionRow,
        notice: str,
        asker: PetitionRow,
        said: Callable[[StepFields, "Hearer"], Mapping[str, str]],
        *,
        told: bool,
    ) -> None:
        """Tell all whose cases are handled together of what one of them did, each in their own chat and of their own.

        `told`: whoever did it was written to already, with those who signed with them.
        """
        heard = {(asker.channel, asker.address), *(audience(tx, row) if told else ())}
        for one in (row, *merged_here(tx, row)):
            text = self._words(notice, one.language, {}, said(StepFields(), Hearer.of(one)))
            for channel, address in ((one.channel, one.address), *audience(tx, one)):
                if (channel, address) in heard:
                    continue
                heard.add((channel, address))
                self._outbox.put([_message(one, text, channel, address, f"{notice}:{row.id}:{row.version}")], tx=tx)

    def tell_of_split(self, tx: Transaction, row: PetitionRow, new: PetitionRow) -> None:
        """Tell the petitioner number and query code of the case that a claim of theirs has become."""
        values = {"number": row.number, "other": new.number, "code": new.code, "text": new.request}
        self._put(tx, new, "split", self._words("split", row.language, {}, values))

    def _put(self, tx: Transaction, row: PetitionRow, name: str, text: str) -> list[NewMessage]:
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
        return [notice, *others]

    def _put_merged(
        self, tx: Transaction, row: PetitionRow, name: str, told: Sequence[NewMessage], words: Callable[["Hearer"], str]
    ) -> None:
        """Tell those whose cases are handled with this one, each of their own number; nobody twice in one chat."""
        heard = {(one.channel, one.address) for one in told}
        hidden = [row, *(merged := list(merged_here(tx, row)))]
        if not merged:
            return
        names = [name for one in hidden for name in (one.petitioner_name, *(each.name for each in signed(tx, one.id)))]
        for one in merged:
            to = Hearer.of(one, hiding=[each for each in hidden if each is not one], names=names)
            for channel, address in ((one.channel, one.address), *audience(tx, one)):
                if (channel, address) in heard:
                    continue
                heard.add((channel, address))
                notice = _message(one, words(to), channel, address, f"{name}:{row.id}:{row.version}")
                self._outbox.put([notice], tx=tx)

    def _values(
        self,
        row: PetitionRow,
        step: Step,
        fields: StepFields,
        to: "Hearer",
        *,
        clocks: Sequence[ClockRow],
        claims: Sequence[ClaimRow],
        now: datetime,
    ) -> dict[str, str]:
        workflow, language = self._rules.workflow, to.language
        fields = replace(fields, text=to.cut(fields.text), road=to.cut(fields.road), remedy=to.cut(fields.remedy))
        named = on_day(fields.due_on, now) if fields.due_on else clocks[0].due if clocks else None
        values = {
            "number": to.number,
            "unit": fields.unit or row.unit,
            "date": day_in_words(now, language),
            "due": day_in_words(named, language) if named else "",
            "route": workflow.routes[row.route].text(language) if row.route else "",
            "outcome": self._outcome(fields, claims, to),
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
        return values | {name: self._words(name, language, {}, values) if said else "" for name, said in parts.items()}

    def _outcome(self, fields: StepFields, claims: Sequence[ClaimRow], to: "Hearer") -> str:
        """One for all, or claim by claim, each by its own words."""
        outcomes, language = self._rules.workflow.outcomes, to.language
        if fields.outcome and not fields.claims:
            return outcomes[fields.outcome].text(language)
        said = [
            # What others ask for is theirs.
            (f"{claim.position}. {claim.request}\n   " if to.own else f"{claim.position}. ")
            + outcomes[claim.outcome].text(language)
            + (f"\n   {to.cut(claim.opinion)}" if claim.opinion else "")
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

    def _words(self, notice: str, language: str, facts: Mapping[str, Any], values: Mapping[str, str]) -> str:
        return self._rules.notices.text(notice, language=language, facts=facts, values=values)


def _message(of: PetitionRow, text: str, channel: str, address: str, what: str) -> NewMessage:
    """What somebody is told of a case because of another one."""
    return NewMessage(
        channel=channel,
        address=address,
        text=text,
        key=f"notice:{of.number}:{what}:{channel}:{address}"[:200],
        custom={"case": {"number": of.number, "state": of.state.value}},
        case_number=of.number,
    )
