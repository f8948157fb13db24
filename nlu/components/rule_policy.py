"""The policy: decides by rules as Rasa's own does, without trying each of them on all that was said."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT, TEXT


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class IndexedRulePolicy(RulePolicy):
    """Rasa's `RulePolicy`, trained by it and deciding in its way; what differs is how the rules that apply are found.

    Rasa makes a state of every step of the conversation and tries every rule on each. Here only as many steps are
    looked at as the longest rule has, and only rules that end with the action and the intent of the last one.
    """

    _indexes: "tuple[RuleIndex, ...]" = ()

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        # Before the intent Rasa tries every rule on the words themselves.
        if use_text_for_last_user_input and not self._index(self.lookup[RULES]).names_words:
            return None, None, False
        found: tuple[str | None, str | None, bool] = super()._find_action_from_rules(
            tracker, domain, use_text_for_last_user_input
        )
        return found

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        longest = max(self._index(self.lookup[name]).longest for name in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH))
        states = list(_last_states(tracker, domain, longest))
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        possible = self._index(lookup).ending_as(states[-1])
        for steps_back, state in enumerate(reversed(states)):
            possible = {key for key in possible if self._is_rule_applicable(key, steps_back, state)}
        return possible

    def _index(self, rules: Mapping[str, str]) -> "RuleIndex":
        # What was learnt is never changed, only replaced: while the policy is trained.
        for index in self._indexes:
            if index.rules is rules:
                return index
        index = RuleIndex(rules)
        self._indexes = (*self._indexes[-3:], index)
        return index


class RuleIndex:
    """Learnt rules by the action and the intent that they end with."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self.rules = rules
        self.longest = 0
        self.names_words = False
        self._ending_as: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
        for key in rules:
            states = json.loads(key)
            self.longest = max(self.longest, len(states))
            self.names_words = self.names_words or any(TEXT in state.get(USER, {}) for state in states)
            self._ending_as[_end(states[-1])].add(key)

    def ending_as(self, state: State) -> set[str]:
        """The rules that a conversation in this state may have come to the end of."""
        action, intent = _end(state)
        if action is None:
            # At the very beginning nothing else of a rule's state is compared.
            return {key for (ends_with, _), keys in self._ending_as.items() if ends_with is None for key in keys}
        return self._ending_as.get((action, intent), set()) | self._ending_as.get((action, None), set())


def _end(state: State) -> tuple[str | None, str | None]:
    intent = (state.get(USER) or {}).get(INTENT)
    return (state.get(PREVIOUS_ACTION) or {}).get(ACTION_NAME), None if intent == SHOULD_NOT_BE_SET else intent


def _last_states(tracker: DialogueStateTracker, domain: Domain, most: int) -> Iterator[State]:
    """The states before the last actions and the present one, as the domain makes them of a tracker at that moment."""
    applied: list[Event] = tracker.applied_events()
    steps = sum(isinstance(event, ActionExecuted) for event in applied) + 1
    # Of the slots only those are played that a state shows.
    shown = [slot for slot in tracker.slots.values() if slot.has_features()]
    then = DialogueStateTracker(tracker.sender_id, shown, is_rule_tracker=tracker.is_rule_tracker)
    for event in applied:
        if isinstance(event, ActionExecuted):
            if steps <= most:
                yield domain._clean_state(domain.get_active_state(then))
            steps -= 1
        if not isinstance(event, SlotSet) or event.key in then.slots:
            then.update(event)
    yield domain._clean_state(domain.get_active_state(then))
