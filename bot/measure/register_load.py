"""Measures a filled register: what fifty officials at once wait for, and whole lives of cases a second."""

import contextlib
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context

from sqlalchemy.exc import OperationalError

from bot.bootstrap import open_store
from bot.measure.figures import Figures
from bot.measure.load import Timed
from bot.measure.register_stories import Storyteller
from bot.settings import Settings
from cases import (
    CaseFilter,
    Desk,
    Dimension,
    FilePetition,
    Nature,
    Official,
    Period,
    Proposal,
    Register,
    Role,
    Span,
    State,
    TakeStep,
    Unit,
    UnitKind,
    WrongState,
)
from cases import Figures as Leaders

OFFICIALS = 50
PAUSE_SECONDS = 2.0
"""The mean pause between two clicks of one official: far shorter than anybody reads."""
PERSON = Official(id=1, name="bench", display_name="李伟", roles=frozenset({Role.OFFICIAL, Role.LEADER}))
_LIFE = ("transfer", "sign", "accept", "reply", "conclude")
_CARRIED: Mapping[str, Mapping[str, object]] = {
    "transfer": {"unit": "住建局"},
    "accept": {"route": "六"},
    "reply": {
        "outcome": "supported",
        "facts": "经查，信访人反映的情况属实。",
        "legal_basis": "《物业管理条例》第三十五条",
        "remedy": "不服本意见的，可自收到之日起三十日内请求复查。",
    },
}
_DEEP = 40
_KNOWN = 400


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the officials look for."""

    numbers: tuple[str, ...]
    phones: tuple[str, ...]
    words: tuple[str, ...]
    far: str
    """A place in the middle of what is done."""
    offices: tuple[Unit, ...]
    units: tuple[Unit, ...]
    """Where people stand who see their own line only: petition offices of cities, and units that handle."""


def measure_pages(
    register: Register, *, seconds: float, officials: int = OFFICIALS, pause: float = PAUSE_SECONDS
) -> Figures:
    """Let officials click for a while, each in a thread of their own; every click is timed."""
    known, figures = look_around(register), Figures()
    times: dict[str, list[float]] = defaultdict(list)
    work_times: dict[str, list[float]] = defaultdict(list)
    until = time.perf_counter() + seconds

    def work(number: int) -> None:
        clicks = Clicks(register, known, random.Random(number))
        time.sleep(clicks.chance.uniform(0, min(pause, seconds)))
        while time.perf_counter() < until:
            name, click = clicks.next()
            started, worked = time.perf_counter(), time.thread_time()
            try:
                click()
            except Exception:
                figures.failures += 1
            else:
                times[name].append(time.perf_counter() - started)
                work_times[name].append(time.thread_time() - worked)
            time.sleep(clicks.chance.expovariate(1 / pause) if pause else 0)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(officials)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures.pages = {name: Timed(officials, seconds, taken) for name, taken in sorted(times.items())}
    figures.work = {name: Timed(officials, seconds, taken) for name, taken in work_times.items()}
    return figures


def look_around(register: Register) -> Known:
    """Some numbers, phones and words that are in the register."""
    desk, chance = register.for_official(PERSON), random.Random(3)
    rows = [row for page in range(1, 5) for row in desk.inbox(CaseFilter(page=page, page_size=100)).rows]
    shown = [desk.case(row.number, unmask="bench") for row in chance.sample(rows, min(len(rows), 60))]
    tree = register.units.list()
    words = [case.facts[at : at + chance.choice((2, 2, 3, 4))] for case in shown for at in (8, 14, 20)]
    return Known(
        numbers=tuple(row.number for row in rows[:_KNOWN]),
        phones=tuple(case.petitioner_phone for case in shown if case.petitioner_phone),
        words=tuple(word for word in words if word.isalnum()),
        far="2275-01-01T00:00:00.000000Z_0",
        offices=tuple(one for one in tree if one.kind is UnitKind.PETITION_OFFICE and one.region_code[2:4] != "00"),
        units=tuple(one for one in tree if one.kind is UnitKind.HANDLING and one.region_code[4:] != "00"),
    )


class Clicks:
    """What one official does, at random."""

    def __init__(self, register: Register, known: Known, chance: random.Random) -> None:
        self.chance = chance
        self._register, self._known = register, known
        self._desk: Desk = register.for_official(PERSON)
        self._teller = Storyteller(chance.randrange(10**6), datetime.now(UTC))
        self._all: Mapping[str, Callable[[], object]] = {
            "inbox page": lambda: self._desk.inbox(CaseFilter()),
            "inbox, one state": lambda: self._desk.inbox(
                CaseFilter(states=(chance.choice((State.REGISTERED, State.ACCEPTED)),))
            ),
            "inbox, one region": lambda: self._desk.inbox(CaseFilter(region=chance.choice(known.numbers)[:4])),
            "inbox, one matter": lambda: self._desk.inbox(CaseFilter(matter="物业服务")),
            "deep page": lambda: self._desk.inbox(CaseFilter(page=_DEEP)),
            "far page": lambda: self._desk.inbox(CaseFilter(after=known.far)),
            "counts": self._desk.counts,
            "search, word": lambda: self._desk.inbox(CaseFilter(text=chance.choice(known.words))),
            "search, number": lambda: self._desk.inbox(CaseFilter(text=chance.choice(known.numbers))),
            "search, phone": lambda: self._desk.inbox(CaseFilter(text=chance.choice(known.phones))),
            "case page": self._case_page,
            "filing and repeat check": self._file,
            "step": self._step,
            "parked": self._desk.parked,
            "cases alike": lambda: self._desk.alike(chance.choice(known.numbers)),
            "figures page": self._figures_page,
            "list behind a figure": self._behind,
            "warnings": self._desk.warnings,
            "warnings counted": self._desk.warning_count,
            "notices without proof": register.notices(PERSON).unproven,
            "notices counted": register.notices(PERSON).unproven_pages,
            **self._of_a_line(),
        }

    def _of_a_line(self) -> Mapping[str, Callable[[], object]]:
        """What somebody asks for who sees no more than their office's region, or their unit's work."""
        if not self._known.offices:
            return {}
        office, unit = self.chance.choice(self._known.offices), self.chance.choice(self._known.units)
        clerk = replace(PERSON, unit_id=office.id)
        handler = replace(PERSON, unit_id=unit.id, roles=frozenset({Role.HANDLER}))
        desk, bench = self._register.for_official(clerk), self._register.for_official(handler)
        return {
            "line: inbox page": desk.inbox,
            "line: inbox, one state": lambda: desk.inbox(CaseFilter(states=(State.CONCLUDED,))),
            "line: counts": desk.counts,
            "line: warnings counted": desk.warning_count,
            "line: search, word": lambda: desk.inbox(CaseFilter(text=self.chance.choice(self._known.words))),
            "line: figures page": lambda: self._figures_page(clerk),
            "line: notices without proof": self._register.notices(clerk).unproven,
            "unit: inbox page": bench.inbox,
            "unit: counts": bench.counts,
        }

    def next(self) -> tuple[str, Callable[[], object]]:
        """The next click."""
        return self.chance.choice(list(self._all.items()))

    def _case_page(self) -> None:
        number = self.chance.choice(self._known.numbers)
        self._desk.case(number)
        self._desk.steps(number)

    def _figures_page(self, official: Official = PERSON) -> None:
        figures = self._register.figures(official)
        period = self._period(figures)
        figures.table(period, by=self.chance.choice(list(Dimension)))
        figures.course(period, "received")
        figures.backlog()
        if official.unit_id is None:
            figures.unfinished(period)

    def _behind(self) -> None:
        figures = self._register.figures(PERSON)
        figures.behind(self._period(figures), self.chance.choice(("received", "replied_on_time")), "n")

    def _period(self, figures: Leaders) -> Period:
        return Period.of(self.chance.choice(list(Span)), figures.today())

    def _file(self) -> None:
        file_one(self._register, self._teller)

    def _step(self) -> None:
        number = self.chance.choice(self._known.numbers)
        version = self._desk.case(number).version
        self._desk.take(TakeStep(number=number, step="note", version=version, text="电话联系过"))


def file_one(register: Register, teller: Storyteller) -> str:
    """One petition from its draft to its number, asked before whether it was told already."""
    story = teller.tell()
    draft = register.drafts.open("web", f"life-{story.phone}-{time.perf_counter_ns()}")
    values = {
        "facts": story.facts,
        "request": story.request,
        "place": story.place,
        "place_code": story.region,
        "place_name": story.region_name,
        "respondent": story.respondent,
        "occurred_at": story.occurred_at,
        "petitioner_name": story.name,
        "petitioner_phone": story.phone,
    }
    draft = register.drafts.save(draft.id, values, source="m1")
    register.repeats.candidates(draft)
    proposal = Proposal(nature=Nature.CLAIM, matter=story.matter, matter_confidence=0.9)
    return register.file(FilePetition(draft_id=draft.id, draft_version=draft.version, proposal=proposal)).case_number


def live(register: Register, teller: Storyteller) -> None:
    """The whole ordinary life of a case, from filing to its conclusion."""
    number = file_one(register, teller)
    desk = register.for_official(PERSON)
    version = desk.case(number).version
    for step in _LIFE:
        if step not in {form.step for form in desk.steps(number)}:
            raise WrongState(f"{step} cannot be taken: this would be no whole life")
        command = TakeStep(number=number, step=step, version=version, text="经查属实。", fields=_CARRIED.get(step, {}))
        version = desk.take(command).version


def lives_per_second(settings: Settings, *, seconds: float, processes: int) -> tuple[float, float]:
    """Whole lives of cases a second, with so many processes at once, and the milliseconds of processor time of one."""
    if processes == 1:
        done = [_live_for(settings, seconds, 0)]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            tasks = [pool.submit(_live_for, settings, seconds, number) for number in range(processes)]
            done = [task.result() for task in tasks]
    lives = sum(count for count, _ in done)
    return lives / seconds, 1000 * sum(worked for _, worked in done) / max(lives, 1)


def _live_for(settings: Settings, seconds: float, number: int) -> tuple[int, float]:
    store = open_store(settings)
    teller = Storyteller(1000 + number, datetime.now(UTC))
    live(store.register, teller)
    lives, until, worked = 0, time.perf_counter() + seconds, time.process_time()
    while time.perf_counter() < until:
        # A database that says it is busy is asked again, as a person would; the time that takes counts.
        with contextlib.suppress(OperationalError, TimeoutError):
            live(store.register, teller)
            lives += 1
    store.close()
    return lives, time.process_time() - worked
