"""What the actions need of `nlu.text`, with its data loaded once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from actions.helplines import Helplines
from cases import HelplineTable, shipped_helplines
from nlu.text.claims import split_claims
from nlu.text.counts import parse_count
from nlu.text.dates import find_date
from nlu.text.matter_model import MatterModel
from nlu.text.matters import MatterProposal, propose_matter
from nlu.text.nature import NatureProposal, propose_nature
from nlu.text.numbers import parse_whole
from nlu.text.people import parse_name
from nlu.text.phones import valid_phone
from nlu.text.pipeline import shared_pipeline
from nlu.text.regions import Gazetteer, Region, RegionMatch
from nlu.text.risk import Risk, find_risk
from nlu.text.routes import RouteProposal, propose_route
from nlu.text.similar import ALIKE, similarity
from nlu.text.story import StoryFields, read_story


@dataclass(frozen=True)
class Understanding:
    """Reads fields out of words. `today` is the day in Beijing."""

    gazetteer: Gazetteer
    pipeline: Any
    today: Callable[[], date]
    matters: MatterModel | None = None
    """Without a trained model matters are proposed by the words of the lexicon alone."""
    helpline_table: Callable[[], HelplineTable] = shipped_helplines
    """The helplines in force: administrators change them while the bot runs."""

    @classmethod
    def load(
        cls,
        today: Callable[[], date],
        matters: MatterModel | None = None,
        *,
        helpline_table: Callable[[], HelplineTable] = shipped_helplines,
    ) -> "Understanding":
        """Take the gazetteer and the pipeline that the model's components use too."""
        return cls(Gazetteer.load(), shared_pipeline(), today, matters, helpline_table)

    def helplines(self) -> Helplines:
        """The numbers to name in danger, as they are in force now."""
        return Helplines(self.helpline_table())

    def story(self, text: str) -> StoryFields:
        """The fields that a story states."""
        return read_story(text, nlp=self.pipeline, today=self.today())

    def place(self, text: str) -> RegionMatch:
        """The region a text names, or the candidates."""
        return self.gazetteer.resolve(text)

    def region(self, code: str) -> Region | None:
        """The region with this code."""
        return self.gazetteer.by_code(code)

    def date(self, text: str) -> str | None:
        """The time an answer gives."""
        return find_date(text, self.today())

    def phone(self, text: str) -> str | None:
        """The phone number a text gives."""
        return valid_phone(text)

    def name(self, text: str) -> str | None:
        """The name an answer gives."""
        return parse_name(text)

    def count(self, text: str) -> int | None:
        """The number of people an answer gives."""
        return parse_count(text)

    def number(self, text: str) -> int | None:
        """A written number, Western or Chinese."""
        return parse_whole(text)

    def matter(self, text: str) -> MatterProposal:
        """What it is about."""
        return self.matters.propose(text) if self.matters else propose_matter(text)

    def nature(self, text: str, *, in_passing: bool = False) -> NatureProposal:
        """Suggestion, accusation, claim or consultation; of an answer, or of what is said beside it, `in_passing`."""
        return _nature(text, in_passing)

    alike = ALIKE
    """From here on two stories are probably about the same matter."""

    def similar(self, one: str, other: str) -> float:
        """How alike two stories are, from 0 to 1."""
        return similarity(one, other)

    def claims(self, facts: str, request: str) -> list[str]:
        """What a petition asks for, one by one, in the petitioner's own words."""
        return [claim.request for claim in split_claims(facts, request)]

    def route(
        self, text: str, *, nature: str, matter: Sequence[str], prior_handling: str, occurred_at: str
    ) -> RouteProposal:
        """The way it probably takes by Art. 31, and the limits of other roads."""
        return propose_route(
            text,
            nature=nature,
            matter=matter,
            prior_handling=prior_handling,
            today=self.today(),
            occurred_at=occurred_at,
        )

    def risk(self, text: str) -> list[Risk]:
        """Signs of danger."""
        return list(_risks(text))


# Several actions of one turn weigh the same words, and these two take the longest.
_KEPT = 64


@lru_cache(_KEPT)
def _nature(text: str, in_passing: bool) -> NatureProposal:
    return propose_nature(text, in_passing=in_passing)


@lru_cache(_KEPT)
def _risks(text: str) -> tuple[Risk, ...]:
    return tuple(find_risk(text))
