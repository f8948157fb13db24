"""What a citizen's story already says, so that it is not asked again.

Precision before recall: a field taken wrongly is worse than one asked for once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from spacy.language import Language

from nlu.text.accused import accused
from nlu.text.counts import find_counts
from nlu.text.english_fields import (
    english_address,
    english_count,
    english_name,
    english_prior,
    english_request,
    english_respondent,
    is_english,
)
from nlu.text.event_places import place_of
from nlu.text.event_times import occurred_at
from nlu.text.home_addresses import find_address
from nlu.text.mentions import Mention
from nlu.text.normalise import fold_spoken as fold
from nlu.text.own_phones import own_phone, phone_beside
from nlu.text.pipeline import gazetteer_of, mentions_of
from nlu.text.prior import find_prior
from nlu.text.regions import Region
from nlu.text.requests import is_general, last_wish
from nlu.text.writers import writer

_MOST_WISHES, _BESIDE = 4, 12


@dataclass(frozen=True, slots=True)
class StoryFields:
    """The fields a story states with good confidence; None where it does not."""

    place: str | None = None
    region: Region | None = None
    region_candidates: tuple[Region, ...] = ()
    occurred_at: str | None = None
    respondent: str | None = None
    petitioner_name: str | None = None
    petitioner_phone: str | None = None
    petitioner_address: str | None = None
    affected_count: int | None = None
    request: str | None = None
    prior_handling: str | None = None
    #: The words each field was read from, to show why.
    words: dict[str, str] = field(default_factory=dict)

    def stated(self) -> dict[str, Any]:
        """Return the fields that the story states."""
        names = [each.name for each in fields(self) if each.name not in ("words", "region_candidates")]
        return {name: value for name in names if (value := getattr(self, name)) is not None}


def read_story(text: str, *, nlp: Language, today: date) -> StoryFields:
    """Read the fields of the intake form that a story already states."""
    folded = fold(text)
    gazetteer = gazetteer_of(nlp)
    found = mentions_of(nlp, text, today=today)
    match = gazetteer.resolve(text)
    region = match.best if match.sure else None
    place = place_of(folded, found["PLACE"], gazetteer, region)
    occurred = occurred_at(text, folded, found["TIME"], today)
    respondent = accused(text, folded, found["RESPONDENT"])
    phone = own_phone(folded, found["PHONE"])
    address = find_address(text, gazetteer)
    request = next((m for m in reversed(found["REQUEST"]) if not is_general(m.value)), None)
    request = _all_requests(found["REQUEST"], request) if request else last_wish(text)
    name = writer(text, folded, found["NAME"])
    count, prior = _first(find_counts(text, sure=True)), find_prior(text)
    if phone is None and name is not None:
        phone = phone_beside(folded, found["PHONE"], name)
    if is_english(text):
        respondent = english_respondent(text)
        request, address = english_request(text), english_address(text) or address
        name, count, prior = english_name(text), english_count(text), english_prior(text)
    read = {
        "place": place,
        "occurred_at": occurred,
        "respondent": respondent,
        "petitioner_phone": phone,
        "petitioner_address": address,
        "request": request,
        "petitioner_name": name,
        "affected_count": count,
    }
    values = {key: mention.value for key, mention in read.items() if mention is not None}
    return StoryFields(
        region=region,
        region_candidates=match.candidates if match.sure else (),
        prior_handling=prior,
        affected_count=int(values.pop("affected_count")) if count else None,
        words={key: mention.text for key, mention in read.items() if mention is not None},
        **values,
    )


def _all_requests(requests: Sequence[Mention], last: Mention) -> Mention:
    """Join the wishes of several sentences; those that ask for nothing in particular are left out."""
    named = [last]
    for mention in reversed([m for m in requests if m.end <= last.start and not is_general(m.value)]):
        # A demand pages before the end is somebody else's, or part of what happened.
        if named[0].start - mention.end > _BESIDE or len(named) == _MOST_WISHES:
            break
        named.insert(0, mention)
    words = "；".join(dict.fromkeys(m.value for m in named))
    return Mention(named[0].start, last.end, words, words) if len(named) > 1 else last


def _first(mentions: Sequence[Mention]) -> Mention | None:
    return mentions[0] if mentions else None
