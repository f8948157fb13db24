"""A conversation as an operator may read it: masked, unless they gave a reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.masking import mask_codes, mask_words, personal_values
from conversations import TurnView

DOUBTFUL = 0.4
UNSURE = 0.7


@dataclass(frozen=True, kw_only=True)
class ReadReply:
    """One reply of the bot."""

    text: str
    buttons: tuple[str, ...] = ()
    picture: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadTurn:
    """One turn, ready to be shown."""

    seq: int
    at: datetime
    texts: tuple[str, ...]
    replies: tuple[ReadReply, ...]
    intent: str
    confidence: float
    entities: tuple[tuple[str, str], ...]
    requested_slot: str | None
    duration_ms: int
    model_id: str

    @property
    def percent(self) -> int:
        """The intent's confidence in percent."""
        return round(100 * self.confidence)

    @property
    def tone(self) -> str:
        """How worrying the confidence is."""
        return tone(self.confidence)


def tone(confidence: float) -> str:
    """late (doubtful), soon (unsure) or calm."""
    if confidence < DOUBTFUL:
        return "late"
    return "soon" if confidence < UNSURE else "calm"


def read(turns: Sequence[TurnView], *, masked: bool) -> list[ReadTurn]:
    """The turns as they may be read. What one turn's parse names is masked in all of them."""
    known = personal_values(entity for turn in turns for entity in turn.entities) if masked else frozenset[str]()
    return [_read(turn, masked=masked, known=known) for turn in turns]


def _read(turn: TurnView, *, masked: bool, known: frozenset[str]) -> ReadTurn:
    def words(text: str) -> str:
        return mask_words(text, known=known) if masked else mask_codes(text)

    return ReadTurn(
        seq=turn.seq,
        at=turn.at,
        texts=tuple(words(text) for text in turn.texts),
        replies=tuple(
            ReadReply(
                text=words(str(reply.get("text") or "")),
                buttons=tuple(words(title) for title in _titles(reply)),
                picture=bool(reply.get("image")),
            )
            for reply in turn.replies
        ),
        intent=turn.intent,
        confidence=turn.confidence,
        entities=tuple(_entities(turn.entities, words)),
        requested_slot=turn.requested_slot,
        duration_ms=turn.duration_ms,
        model_id=turn.model_id,
    )


def _titles(reply: Mapping[str, Any]) -> Iterable[str]:
    return (str(button.get("title", "")) for button in reply.get("buttons") or ())


def _entities(entities: Iterable[Mapping[str, Any]], words: Callable[[str], str]) -> Iterable[tuple[str, str]]:
    for entity in entities:
        name = str(entity.get("entity", ""))
        yield name, words(str(entity.get("value", "")))
