"""Our policy decides as Rasa's own does, from the same rules."""

import random
import warnings
from types import SimpleNamespace
from typing import Any

import pytest

from bot.settings import ROOT
from tests.support.rasa import load_domain

pytestmark = pytest.mark.rasa

FORMS = ("petition_form", "afterwards_form")


@pytest.fixture(scope="module")
def policies() -> Any:
    """Both policies with what Rasa learns of our rules, and the domain."""
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.engine.storage.resource import Resource
    from rasa.shared.core import events
    from rasa.shared.core.generator import TrainingDataGenerator
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
    from rasa.shared.core.training_data.structures import StoryGraph

    from nlu.components.rule_policy import IndexedRulePolicy

    domain = load_domain()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = YAMLStoryReader(domain)
        steps = [step for path in sorted((ROOT / "data/rules").glob("*.yml")) for step in reader.read_from_file(path)]
        told = TrainingDataGenerator(StoryGraph(steps), domain, augmentation_factor=0).generate()
    config = RulePolicy.get_default_config() | {"core_fallback_action_name": "action_not_understood"}
    context: Any = SimpleNamespace(node_name="policy", should_add_diagnostic_data=False, is_finetuning=False)
    rasas = RulePolicy(config, None, Resource("policy"), context)
    rasas._create_lookup_from_trackers(told, [], domain)
    ours = IndexedRulePolicy(config, None, Resource("policy"), context, lookup=rasas.lookup)
    return SimpleNamespace(
        ours=ours, rasas=rasas, domain=domain, events=events, Tracker=DialogueStateTracker, told=told,
        context=context,
    )  # fmt: skip


def conversation(policies: Any, chance: random.Random) -> Any:
    """Somebody who says and is answered anything, also what nobody ever does."""
    domain, events = policies.domain, policies.events
    tracker = policies.Tracker("web:s", domain.slots)
    tracker.update(events.ActionExecuted("action_listen"), domain)
    for _ in range(chance.randrange(1, 12)):
        form = chance.choice(FORMS)
        happens = chance.choice(
            [
                lambda: events.UserUttered("?", {"name": chance.choice(domain.intents), "confidence": 1.0}),
                lambda: events.UserUttered("?", {"name": chance.choice(domain.intents), "confidence": 1.0}),
                lambda form=form: events.ActionExecuted(form),
                lambda: events.ActionExecuted(chance.choice(domain.user_actions)),
                lambda: events.ActionExecuted("action_listen"),
                lambda form=form: events.ActionExecutionRejected(form),
                lambda form=form: events.ActiveLoop(chance.choice([form, form, None])),
                lambda: events.SlotSet("requested_slot", chance.choice([None, "place"])),
                lambda: events.SlotSet("facts", "路灯坏了"),
                lambda: events.LoopInterrupted(True),
            ]
        )
        tracker.update(happens(), domain)
    return tracker


def decided(policy: Any, tracker: Any, domain: Any) -> Any:
    prediction = policy.predict_action_probabilities(tracker, domain)
    return (
        domain.action_names_or_texts[prediction.max_confidence_index], prediction.max_confidence,
        [event.as_dict() | {"timestamp": 0} for event in prediction.events], prediction.is_no_user_prediction,
        prediction.hide_rule_turn,
    )  # fmt: skip


def test_whatever_happens_it_decides_as_rasas_own(policies: Any) -> None:
    chance = random.Random(7)
    seen = set()
    for _ in range(400):
        tracker = conversation(policies, chance)
        ours = decided(policies.ours, tracker, policies.domain)
        assert ours == decided(policies.rasas, tracker, policies.domain)
        seen.add(ours[0])
    assert len(seen) > 10


def test_at_every_step_of_every_rule_it_decides_as_rasas_own(policies: Any) -> None:
    for rule in policies.told:
        tracker = policies.Tracker("web:s", policies.domain.slots)
        for event in rule.events:
            tracker.update(event, policies.domain)
            ours = decided(policies.ours, tracker, policies.domain)
            assert ours == decided(policies.rasas, tracker, policies.domain)


def test_rules_on_words_are_tried_when_there_are_any(policies: Any) -> None:
    on_words = '[{"prev_action": {"action_name": "action_listen"}, "user": {"text": "你好"}}]'
    lookup = {"rules": {on_words: "action_call_human"}, "rules_for_loop_unhappy_path": {}}
    events = [
        policies.events.ActionExecuted("action_listen"),
        policies.events.UserUttered("你好", {"name": "greet", "confidence": 1.0}),
    ]
    tracker = policies.Tracker.from_events("web:s", events, policies.domain.slots)
    ours, rasas = (
        type(policy)(policy.config, None, policy._resource, policies.context, lookup=lookup)
        for policy in (policies.ours, policies.rasas)
    )
    found = ours._find_action_from_rules(tracker, policies.domain, True)
    assert found == rasas._find_action_from_rules(tracker, policies.domain, True)
    assert found[0] == "action_call_human"
