"""Plays the demonstration's half year: petitions come in, and everybody takes their steps, each at their hour."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from actions import Understanding
from actions.proposing import propose
from bot.demo.lives import Act, life, shown
from bot.demo.stories import tell
from bot.demo.town import Town
from cases import (
    CaseError,
    FilePetition,
    Level,
    Official,
    PetitionerStep,
    Rate,
    RatedObject,
    Register,
    Role,
    TakeStep,
)
from nlu.text.matter_model import MatterModel

LENGTH = timedelta(days=170)
CHANNEL = "web"

_ROLES = {
    "handler": Role.HANDLER,
    "approver": Role.APPROVER,
    "office": Role.OFFICIAL,
    "discipline": Role.DISCIPLINE,
    "leader": Role.LEADER,
    "supervisor": Role.SUPERVISOR,
}

_STAYING = frozenset({"accept", "ask_material", "draft", "approve"})
"""Whose life ends with one of these is accepted and still handled: a case to put another together with."""


class Time:
    """What time it is in the demonstration."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The moment that is being played."""
        return self.now


def understanding_at(time: Time, matters: MatterModel | None = None) -> Understanding:
    """What reads the petitions, as of the day that is being played."""
    return Understanding.load(lambda: time().date(), matters)


@dataclass
class Petition:
    """A case on its way."""

    number: str
    address: str
    region: str
    office: str
    acts: Iterator[Act]


class Play:
    """The half year before `end`, event by event."""

    def __init__(
        self, register: Register, town: Town, understanding: Understanding, time: Time, chance: random.Random
    ) -> None:
        self._register = register
        self._town = town
        self._understanding = understanding
        self._time = time
        self._chance = chance
        self._order = count()
        self._shown = shown()
        self._here: dict[str, str] = {}
        """In each region a case that others can be put together with."""
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self.refused: list[str] = []
        """Steps that the register would not take: none, when lives are lawful."""

    def run(self, cases: int, *, end: datetime, filed: Callable[[], None] = lambda: None) -> None:
        """File `cases` petitions and let everything happen that happens until `end`."""
        for number in range(cases):
            at = end - LENGTH * self._chance.random() ** 1.2
            self._at(at, lambda number=number: self._file(number, filed))  # type: ignore[misc]  # bound at once
        while self._events:
            at, _, event = heapq.heappop(self._events)
            if at > end:
                return
            self._time.now = at
            event()

    def _at(self, when: datetime, event: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, next(self._order), event))

    def _file(self, number: int, filed: Callable[[], None]) -> None:
        story, address = tell(self._town, number, self._chance), f"demo-{number:04d}"
        draft = self._register.drafts.open(CHANNEL, address, language="zh")
        draft = self._register.drafts.save(draft.id, dict(story.values), source=f"{address}-1")
        proposal = propose(draft, self._understanding)
        case = self._register.file(FilePetition(draft_id=draft.id, draft_version=draft.version, proposal=proposal))
        route = proposal.route.route if proposal.route else "六"
        acts = self._life(case.case_number, str(proposal.nature or "claim"), route, story.region)
        office = self._town.office_for("/".join(proposal.matter))
        self._next(Petition(case.case_number, address, story.region, office, acts))
        filed()

    def _life(self, number: str, nature: str, route: str, region: str) -> Iterator[Act]:
        """One that shows a state, as long as there are states to show; else whatever chance brings."""
        if nature == "claim":
            for at, acts in enumerate(self._shown):
                # What is put beside another case needs one in the same place.
                if any("{other}" in act.fields.values() for act in acts) and region not in self._here:
                    continue
                if acts and acts[-1].step in _STAYING:
                    self._here.setdefault(region, number)
                return iter(self._shown.pop(at))
        return life(nature, route, self._chance)

    def _next(self, petition: Petition) -> None:
        act = next(petition.acts, None)
        if act is not None:
            self._at(_in_office_hours(self._time.now + timedelta(days=act.days)), lambda: self._take(petition, act))

    def _take(self, petition: Petition, act: Act) -> None:
        try:
            if act.by == "petitioner":
                self._petitioner(petition, act)
            else:
                self._official(petition, act)
        except CaseError as error:
            self.refused.append(f"{act.step} of {petition.number}: {error}")
            return
        self._next(petition)

    def _official(self, petition: Petition, act: Act) -> None:
        desk = self._register.for_official(self._actor(petition, act))
        case = desk.case(petition.number)
        fields = {name: self._value(petition, value) for name, value in act.fields.items()}
        desk.take(TakeStep(number=petition.number, step=act.step, version=case.version, text=act.text, fields=fields))

    def _actor(self, petition: Petition, act: Act) -> Official:
        role = _ROLES[act.by]
        office = {"office": "xf", "discipline": "jw", "leader": "gov", "supervisor": "xf"}.get(act.by, petition.office)
        return self._town.at(petition.region, office, role)

    def _value(self, petition: Petition, value: object) -> object:
        if value == "{other}":
            return self._here[petition.region]
        if value == "{unit}":
            return self._town.unit(petition.region, petition.office)
        if isinstance(value, str) and value.startswith("+"):
            return (self._time.now + timedelta(days=int(value[1:]))).date().isoformat()
        return value

    def _petitioner(self, petition: Petition, act: Act) -> None:
        where = {"channel": CHANNEL, "address": petition.address}
        source = f"{petition.address}-{act.step}-{self._time.now:%Y%m%d%H%M}"
        if act.step == "rate":
            for rated in RatedObject:
                level = Level(act.fields["level"])
                reason = "办理太慢，没有人跟我联系。" if level is Level.DISSATISFIED else ""
                self._register.evaluations.rate(
                    Rate(number=petition.number, object=rated, level=level, reason=reason, source=source, **where)
                )
            return
        self._register.petitioner_step(
            PetitionerStep(
                number=petition.number, step=act.step, text=act.text, fields=dict(act.fields), source=source, **where
            )
        )


def _in_office_hours(moment: datetime) -> datetime:
    """Steps are taken by day."""
    return moment.replace(hour=1 + moment.hour % 8, minute=moment.minute)
