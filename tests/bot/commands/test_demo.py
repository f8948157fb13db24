"""The demonstration: a prefecture whose people only do what the register lets them."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.demo.lives import Act, life
from bot.demo.play import LENGTH, Play, Time, understanding_at
from bot.demo.town import build_town, load_prefecture
from cases import CaseFilter, Official, Register, Role, State
from cases.workflow import load_workflow
from nlu.text.lexicon import load_yaml
from storage import Database


def test_every_step_of_a_life_is_one_of_the_workflow() -> None:
    chance = random.Random(1)
    acts: list[Act] = []
    for nature in ("claim", "accusation", "suggestion", "consultation"):
        for route in ("一", "二", "三", "四", "六"):
            acts += [act for _ in range(60) for act in life(nature, route, chance)]
    steps = load_workflow().steps
    assert {act.step for act in acts} - {"rate"} <= set(steps)
    for act in acts:
        if act.step != "rate":
            assert set(act.fields) <= set(steps[act.step].fields), act.step


def test_remits_are_matters_of_the_classification() -> None:
    known = set(load_yaml("matters.yml"))
    named = {remit for office in load_prefecture()["offices"] for remit in office.get("remit", ())}
    assert named <= known


def test_a_half_year_is_lawful_and_leaves_cases_everywhere(
    sqlite_database: Database, files_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = datetime(2026, 11, 20, 8, tzinfo=UTC)
    time, chance = Time(end - LENGTH), random.Random(7)
    register = Register(sqlite_database, files_dir=files_dir, clock=time)
    # A hundred and thirty people join: their passwords need not be slow to guess here.
    monkeypatch.setattr(register.staff, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    town = build_town(register, chance)
    play = Play(register, town, understanding_at(time), time, chance)
    play.run(30, end=end)
    assert play.refused == []
    visitor = Official(id=0, name="visitor", display_name="", roles=frozenset({Role.OFFICIAL, Role.DISCIPLINE}))
    page = register.for_official(visitor).inbox(CaseFilter(page_size=100))
    assert len(page.rows) == 30
    assert {row.state for row in page.rows} == set(State)
    assert {login.name for login in town.logins} >= {"zhou.min", "zhong.yu"}
