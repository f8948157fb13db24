"""The embedded Rasa engine: understands a message, steers the form, runs the actions, and owns nothing.

Rasa keeps its event loop busy for a whole turn, so it lives on a thread of its own. Actions run in-process, with their
dependencies handed in. A turn that fails anywhere leaves no trace: the caller keeps the message and tries again.
"""

import asyncio
import copy
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action, ActionExecutionRejection

from bot.engine import relieve
from bot.messages import Answer, Heard
from bot.sentences import in_language
from bot.tracker_store import TurnTrackerStore, forgets, stored_event
from conversations import StoredTurn

log = structlog.get_logger(__name__)

NOT_A_PAYLOAD = "\u200b"
"""Put before a citizen's words that begin with a slash, or Rasa would take them for a payload; actions strip it."""


class DialogueFailed(Exception):
    """Understanding or an action failed; nothing was moved."""


class TurnAborted(BaseException):
    """An action failed. Derives from BaseException because Rasa swallows every Exception an action raises."""


class InProcessActions(EndpointConfig):
    """Rasa's action endpoint, answered by an executor in this process instead of a server."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__(url="in-process://actions")
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Run the action that Rasa asks for. Raises `TurnAborted` when it fails.

        It has no time limit of its own: an action is a plain function on this thread, which nothing can interrupt, and
        whose turn has one (docs/decisions/0021-one-time-limit.md).
        """
        # Through JSON, so that an action cannot lean on anything that a call over HTTP would not bring.
        call = json.loads(json.dumps(kwargs["json"]))
        try:
            result = await self._executor.run(call)
        except ActionExecutionRejection as rejection:
            raise _refusal(rejection, call) from rejection
        except Exception as error:
            raise TurnAborted(f"{call.get('next_action')}: {type(error).__name__}") from error
        return result


def _refusal(rejection: ActionExecutionRejection, call: Mapping[str, Any]) -> ClientResponseError:
    body = json.dumps({"error": str(rejection), "action_name": call.get("next_action")})
    return ClientResponseError(400, "rejected", body)


class BilingualResponses(TemplatedNaturalLanguageGenerator):
    """Responses in the language of the message that is being answered."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response's variation for the citizen's language, with its gaps filled."""
        variations = self.responses.get(utter_action)
        if not variations:
            log.error("no such response", response=utter_action)
            return None
        variation = copy.deepcopy(in_language(variations, _language(tracker)))
        filled: dict[str, Any] = self._fill_response(variation, tracker.current_slot_values(), **kwargs)
        filled.pop("condition", None)
        return filled


def _language(tracker: DialogueStateTracker) -> str:
    latest = tracker.latest_message
    # At the very first turn the message itself is logged only after the session has started.
    metadata = (latest.metadata if latest and latest.metadata else None) or tracker.get_slot("session_started_metadata")
    return str((metadata or {}).get("language") or "zh")


class Dialogue:
    """Rasa on its own thread. `start` loads the model; `handle` answers messages one after another."""

    def __init__(
        self,
        model: Path,
        *,
        last_turns: Callable[[str, int], Sequence[StoredTurn]],
        actions: Sequence[Action],
    ) -> None:
        self._model = model
        self._store = TurnTrackerStore(last_turns)
        self._endpoint = InProcessActions(actions)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._agent: Agent | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Load the model on the engine's thread. Raises what loading raises. Takes seconds."""
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="rasa", daemon=True)
        self._thread.start()
        ready.result()

    def _run(self, ready: "Future[None]") -> None:
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        try:
            self._load()
        except BaseException as error:
            ready.set_exception(error)
        else:
            ready.set_result(None)
            self._loop.run_forever()
        finally:
            self._loop.close()

    def _load(self) -> None:
        assert self._loop is not None
        relieve()
        self._agent = Agent.load(
            self._model,
            generator=BilingualResponses({}),
            tracker_store=self._store,
            action_endpoint=self._endpoint,
        )
        # The first parse loads what is loaded lazily: better now than while a citizen waits.
        self._loop.run_until_complete(self._agent.parse_message("你好"))

    def stop(self) -> None:
        """End the engine's thread."""
        if self._loop and self._thread and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=5)

    @property
    def model_id(self) -> str:
        """The loaded model's id."""
        return (self._agent.model_id if self._agent else None) or ""

    async def handle(self, heard: Heard) -> Answer:
        """Answer one message. Raises `DialogueFailed`; then nothing was moved."""
        return await self._on_thread(self._handle(heard))

    def written(self, heard: Heard) -> None:
        """The turn is in the log: the next one need not read it back."""
        self._store.written(heard.conversation_id, turns=heard.turns + 1)

    async def tracker(self, conversation_id: str) -> Mapping[str, Any] | None:
        """The conversation in the form of Rasa's tracker JSON; None when it is unknown."""
        return await self._on_thread(self._tracker(conversation_id))

    async def parse(self, text: str) -> Mapping[str, Any]:
        """What the model understands of a text (evaluation)."""
        assert self._agent
        return await self._on_thread(self._agent.parse_message(text))

    async def _on_thread(self, work: Any) -> Any:
        assert self._loop
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _handle(self, heard: Heard) -> Answer:
        assert self._agent is not None
        assert self._agent.processor is not None
        channel = CollectingOutputChannel()
        self._store.expect(heard.conversation_id, turns=heard.turns)
        try:
            # The lock store is passed by: `bot.turns` gives every conversation one owner already.
            await self._agent.processor.handle_message(_user_message(heard, channel))
            return self._answer(heard.conversation_id, channel)
        except (Exception, TurnAborted) as error:
            self._store.forget(heard.conversation_id)
            log.warning("turn failed", error=type(error).__name__, detail=str(error) if _ours(error) else "")
            raise DialogueFailed(type(error).__name__) from error

    def _answer(self, conversation_id: str, channel: CollectingOutputChannel) -> Answer:
        moved = self._store.take(conversation_id)
        tracker = moved.tracker
        slots, active_loop = moved.after.slots, moved.after.active_loop
        latest = tracker.latest_message
        intent = latest.intent if latest else {}
        return Answer(
            replies=tuple(channel.messages),
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            entities=tuple(_plain(entity) for entity in (latest.entities if latest else ())),
            requested_slot=slots.get("requested_slot"),
            model_id=self.model_id,
            events=tuple(map(stored_event, moved.new_events)),
            slots=slots,
            active_loop=active_loop,
            misunderstood=any(
                isinstance(e, SlotSet) and e.key == "misunderstood" and e.value for e in moved.new_events
            ),
            sealed=bool(slots.get("sealed")),
            alerts=tuple(alert for e in moved.new_events if _calls(e) for alert in e.value),
            forget=any(map(forgets, moved.new_events)),
        )

    async def _tracker(self, conversation_id: str) -> Mapping[str, Any] | None:
        tracker = await self._store.retrieve(conversation_id)
        self._store.forget(conversation_id)
        return None if tracker is None else tracker.current_state(EventVerbosity.ALL)


def _calls(event: Any) -> bool:
    # Only this turn's events: the slot itself keeps the last call for ever.
    return isinstance(event, SlotSet) and event.key == "alerts" and bool(event.value)


def _ours(error: BaseException) -> bool:
    # Any other error's text may hold a citizen's words.
    return isinstance(error, TurnAborted)


def _user_message(heard: Heard, channel: CollectingOutputChannel) -> UserMessage:
    text = heard.text if heard.payload or not heard.text.startswith("/") else NOT_A_PAYLOAD + heard.text
    metadata = {
        "channel": heard.channel,
        "address": heard.address,
        "language": heard.language,
        "parts": [list(part) for part in heard.parts],
        "data": dict(heard.data),
        "at": time.time(),
    }
    return UserMessage(
        text,
        channel,
        heard.conversation_id,
        input_channel=heard.channel,
        message_id=heard.parts[-1][0] if heard.parts else None,
        metadata=metadata,
    )


def _plain(entity: Mapping[str, Any]) -> dict[str, Any]:
    return {key: entity[key] for key in ("entity", "value", "start", "end") if key in entity}
