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

import rasa
import rasa.core.actions.action
import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor
from rasa.core.actions.action import Action, ActionExtractSlots, RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.processor import MessageProcessor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_VALIDATE_SLOT_MAPPINGS,
    DEFAULT_SLOT_NAMES,
    MAPPING_TYPE,
    REQUESTED_SLOT,
    SlotMappingType,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.io import read_yaml_file
from rasa.utils.endpoints import EndpointConfig


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
    Slot.__copy__ = _copied
    DialogueStateTracker.copy = _twin
    DialogueStateTracker._set_slot = _slot_replaced
    DialogueStateTracker._reset_slots = _slots_replaced
    MessageProcessor._update_tracker_session = _begun_already
    MessageProcessor._log_slots = staticmethod(_itself)
    MessageProcessor._check_for_unseen_features = _known_since_it_was_trained
    rasa.core.actions.action.action_for_name_or_text = _action_made_once
    RemoteAction._action_call_format = _with_this_turn_alone
    ActionExtractSlots.run = _nothing_is_extracted
    FormAction._temporary_tracker = _with_the_form_running
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


def _known_since_it_was_trained(self: MessageProcessor, parse_data: dict[str, Any]) -> None:
    # Rasa warns whoever trains of intents and entities that the domain does not name: `tests/test_domain.py` does.
    # To find out whether there is a domain at all, it makes an empty one for each message and compares fingerprints.
    pass


_action_for_name_or_text = rasa.core.actions.action.action_for_name_or_text


def _action_made_once(name: str, domain: Domain, endpoint: EndpointConfig | None) -> Action:
    # Rasa makes all of its twelve own actions anew to see whether one of them is meant. None holds anything of a turn.
    made: dict[tuple[str, int], Action] = vars(domain).setdefault("_actions_made", {})
    action = made.get((name, id(endpoint)))
    if action is None:
        action = made[name, id(endpoint)] = _action_for_name_or_text(name, domain, endpoint)
    return action


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
    # Rasa plays all events again. What they left is at hand: events are never changed, nor (see below) are slots.
    twin: DialogueStateTracker = object.__new__(type(self))
    twin.__dict__.update(self.__dict__)
    twin.events = self.events.copy()
    twin.slots = self.slots.copy()
    twin.active_loop = copy.copy(self.active_loop)
    return twin


_set_slot = DialogueStateTracker._set_slot


def _slot_replaced(self: DialogueStateTracker, key: str, value: Any) -> None:
    # Twins share their slots until one of them sets one: of thirty, a turn sets few.
    if key in self.slots:
        self.slots[key] = _copied(self.slots[key])
    _set_slot(self, key, value)


def _slots_replaced(self: DialogueStateTracker) -> None:
    for name, slot in self.slots.items():
        if slot.has_been_set:
            self.slots[name] = _copied(slot)
            self.slots[name].reset()


def _with_the_form_running(
    self: FormAction, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Domain
) -> DialogueStateTracker:
    # As Rasa's own, from a twin instead of from the first event.
    tracker = current_tracker.copy()
    running = [SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker)), ActionExecuted(self.name())]
    for event in (*running, *additional_events):
        tracker.update(event, domain)
    return tracker


_update_tracker_session = MessageProcessor._update_tracker_session


async def _begun_already(
    self: MessageProcessor, tracker: DialogueStateTracker, output_channel: Any, metadata: dict[str, Any] | None = None
) -> None:
    # Rasa goes through all events to find out whether one is left. Where the bot listens, one is.
    last = tracker.events[-1] if tracker.events else None
    listens = isinstance(last, ActionExecuted) and last.action_name == ACTION_LISTEN_NAME
    if not listens or self._has_session_expired(tracker):
        await _update_tracker_session(self, tracker, output_channel, metadata)


_action_call_format = RemoteAction._action_call_format
"""What Rasa would tell an action, kept from before it is relieved: a test compares."""


def _with_this_turn_alone(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    # Our actions look back no further than the message they answer, and what was before it they know by the slots; none
    # reads the domain, of which Rasa would copy all of domain.yml into every call.
    state = {
        "sender_id": tracker.sender_id,
        "slots": tracker.current_slot_values(),
        "latest_message": tracker._latest_message_data(),
        "latest_event_time": tracker.events[-1].timestamp if tracker.events else None,
        "followup_action": tracker.followup_action,
        "paused": tracker.is_paused(),
        "events": [event.as_dict() for event in _since_the_message(tracker)],
        "latest_input_channel": tracker.get_latest_input_channel(),
        # Rasa copies the message that began the loop, with all that was understood of it.
        "active_loop": vars(tracker.active_loop) if tracker.active_loop else {},
        "latest_action": tracker.latest_action,
        "latest_action_name": tracker.latest_action_name,
    }
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "version": rasa.__version__,
    }


def _since_the_message(tracker: DialogueStateTracker) -> list[Event]:
    since: list[Event] = []
    for event in reversed(tracker.events):
        since.insert(0, event)
        if isinstance(event, UserUttered):
            break
    return since


_extract_slots = ActionExtractSlots.run


async def _nothing_is_extracted(
    self: ActionExtractSlots, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Domain
) -> list[Event]:
    # Rasa asks of each slot whether the message fills it. Ours are filled by our actions alone.
    if _fills_slots(domain):
        extracted: list[Event] = await _extract_slots(self, output_channel, nlg, tracker, domain)
        return extracted
    return []


def _fills_slots(domain: Domain) -> bool:
    if not hasattr(domain, "_fills_slots"):
        mappings = [each for slot in domain.slots if slot.name not in DEFAULT_SLOT_NAMES for each in slot.mappings]
        domain._fills_slots = ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions or any(
            SlotMappingType(each[MAPPING_TYPE]) is not SlotMappingType.CUSTOM or "action" in each for each in mappings
        )
    return bool(domain._fills_slots)


def _itself(value: Any) -> Any:
    return value
