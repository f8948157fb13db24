"""Rasa's engine, relieved of work that it does anew each turn and that cannot change between turns.

Measured on a filing (12 turns): checking the answers of our own in-process actions against a JSON schema, whose own
validity is checked each time too, took three quarters of a turn; dask's scheduler, for two nodes in a row, most of the
rest. `docs/decisions/0009-relieved-engine.md` has the figures.
"""

import copy
import functools
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.io import read_yaml_file


class SequentialRunner(DaskGraphRunner):
    """Runs a graph's nodes one after another, in an order that is found once for each set of targets."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}

    def run(self, inputs: dict[str, Any] | None = None, targets: Sequence[str] | None = None) -> dict[str, Any]:
        """The targets' results. Raises `GraphRunError` when an input is missing."""
        wanted = tuple(targets or self._graph_schema.target_names)
        order = self._orders.get(wanted)
        if order is None:
            order = self._orders[wanted] = self._order(wanted)
        results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in order:
            missing = [need for need in needs if need not in results]
            if missing:
                raise GraphRunError(f"node {name} needs {missing}")
            results[name] = self._instantiated_nodes[name](*(results[need] for need in needs))
        return dict(results[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        order: list[tuple[str, tuple[str, ...]]] = []
        placed: set[str] = set()

        def place(name: str) -> None:
            if name in placed or name not in nodes:
                return
            placed.add(name)
            for need in nodes[name].needs.values():
                place(need)
            order.append((name, tuple(nodes[name].needs.values())))

        for name in nodes:
            place(name)
        return order


def relieve() -> None:
    """Let Rasa use the sequential runner, and trust what our own actions return. Safe to call more than once."""
    rasa.core.processor.DaskGraphRunner = SequentialRunner
    RemoteAction._validate_action_result = _built_by_the_executor
    DomainProvider.load = classmethod(_valid_since_it_was_trained)
    Domain.does_custom_action_explicitly_need_domain = _no_action_reads_the_domain
    Slot.__copy__ = _copied
    DialogueStateTracker.copy = _twin
    FormAction._temporary_tracker = _with_the_form_running
    RulePolicy._find_action_from_rules = _by_intent_alone
    for module in (rasa.core.processor, rasa.core.actions.forms, rasa.core.policies.rule_policy):
        # All that these modules copy so deeply is handed to debug lines, which are never written.
        module.copy = SimpleNamespace(deepcopy=_itself)
    if not hasattr(Event.resolve_by_type, "cache_info"):
        # Rasa looks through all classes of events for each event that it reads.
        Event.resolve_by_type = staticmethod(functools.cache(Event.resolve_by_type))


def _valid_since_it_was_trained(
    cls: type[DomainProvider],
    config: dict[str, Any],
    model_storage: ModelStorage,
    resource: Resource,
    execution_context: ExecutionContext,
) -> DomainProvider:
    # Rasa reads a trained domain four times, once for its line numbers, to check what was checked before training.
    with model_storage.read_from(resource) as folder:
        domain = Domain.from_dict(read_yaml_file(folder / "domain.yml"))
    return cls(model_storage, resource, domain)


def _no_action_reads_the_domain(self: Domain, action_name: str) -> bool:
    # Rasa would copy all of domain.yml into every call of the form's validation.
    return False


def _built_by_the_executor(self: RemoteAction, result: dict[str, Any]) -> bool:
    # `rasa_sdk`'s executor, in this process, builds the result from its own events: its form is not in doubt.
    return isinstance(result, dict)


def _copied(self: Slot) -> Slot:
    # Rasa copies every slot for every tracker it makes, several a turn; Python's general way of copying is ten times
    # slower than what a plain object needs.
    copied: Slot = object.__new__(type(self))
    copied.__dict__.update(self.__dict__)
    return copied


def _twin(self: DialogueStateTracker) -> DialogueStateTracker:
    # Rasa plays all events again. What they left is at hand: events are never changed, slots and the loop are copied.
    twin: DialogueStateTracker = object.__new__(type(self))
    twin.__dict__.update(self.__dict__)
    twin.events = self.events.copy()
    twin.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
    twin.active_loop = copy.copy(self.active_loop)
    return twin


def _with_the_form_running(
    self: FormAction, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Domain
) -> DialogueStateTracker:
    # As Rasa's own, from a twin instead of from the first event.
    tracker = current_tracker.copy()
    running = [SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker)), ActionExecuted(self.name())]
    for event in (*running, *additional_events):
        tracker.update(event, domain)
    return tracker


_find_action_from_rules = RulePolicy._find_action_from_rules


def _by_intent_alone(
    self: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
) -> tuple[str | None, str | None, bool]:
    # Before the intent Rasa tries every rule on the words themselves: none of ours names any.
    if use_text_for_last_user_input and not _names_words(self):
        return None, None, False
    found: tuple[str | None, str | None, bool] = _find_action_from_rules(
        self, tracker, domain, use_text_for_last_user_input
    )
    return found


def _names_words(policy: RulePolicy) -> bool:
    rules = policy.lookup[RULES]
    if getattr(policy, "_words_in", None) is not rules:
        policy._words_in, policy._words = rules, any('"text"' in rule for rule in rules)
    return bool(policy._words)


def _itself(value: Any) -> Any:
    return value
