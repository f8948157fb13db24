"""The spaCy pipeline that finds every field of the intake form in a text, as spans under `doc.spans["fields"]`.

Tokens are single characters, their norm is the folded character, so that spaCy's matchers read traditional and
full-width text too. The span ruler marks the cues (ends of organisations' names, words before a person's own name);
each field's component then reads with the same plain functions that can be called without spaCy.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from nlu.text.amounts import find_amounts
from nlu.text.counts import find_counts
from nlu.text.dates import find_dates
from nlu.text.mentions import Mention, longest_first
from nlu.text.normalise import fold_spoken as fold
from nlu.text.people import name_at_cue, own_name_cues
from nlu.text.phones import find_phones
from nlu.text.places import find_places
from nlu.text.regions import Gazetteer
from nlu.text.requests import find_requests
from nlu.text.respondents import find_roles, organisation_at, tails

FIELDS = "fields"
LABELS = ("PLACE", "TIME", "PHONE", "NAME", "COUNT", "RESPONDENT", "AMOUNT", "REQUEST")
_CUES, _ORGANISATION, _OWN_NAME = "cues", "ORGANISATION_END", "OWN_NAME"
_TODAY, _TEXT, _FOLDED = "today", "text", "folded"
_BEIJING = timedelta(hours=8)
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """A text being read: as it was written, folded, with the cues the span ruler marked in it."""

    doc: Doc
    text: str
    folded: str


Find = Callable[[Reading], Iterable[Mention]]


@dataclass(frozen=True, slots=True)
class _Given:
    """What a pipeline was built with."""

    gazetteer: Gazetteer
    today: Callable[[], date]


def build_pipeline(gazetteer: Gazetteer, *, today: Callable[[], date] | None = None) -> Language:
    """Build the pipeline; `today` says from which day 昨天 is counted (default: the day in Beijing)."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("petition_norms")
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": _CUES, "phrase_matcher_attr": "NORM"})
    ends = [{"label": _ORGANISATION, "pattern": tail} for tail in tails()]
    cues = [{"label": _OWN_NAME, "pattern": [{"NORM": char} for char in cue]} for cue in own_name_cues()]
    ruler.add_patterns(ends + cues)  # type: ignore[attr-defined]
    given = _Given(gazetteer, today or _today_in_beijing)
    finders = _finders(given)
    for label in LABELS:
        nlp.add_pipe("petition_field", name=label.lower()).find = finders[label]  # type: ignore[attr-defined]
    # Not in `meta`, which spaCy puts together anew each time it is asked.
    nlp.given = given  # type: ignore[attr-defined]
    return nlp


@cache
def shared_pipeline() -> Language:
    """The pipeline that the model's components and the actions share: built once a process, never changed."""
    return build_pipeline(Gazetteer.load())


def gazetteer_of(nlp: Language) -> Gazetteer:
    """Return the gazetteer a pipeline was built with."""
    return _given(nlp).gazetteer


def _given(nlp: Language) -> _Given:
    given: _Given = nlp.given  # type: ignore[attr-defined]
    return given


def mentions_of(nlp: Language, text: str, *, today: date | None = None) -> dict[str, list[Mention]]:
    """Run the pipeline and return the mentions by label, in the order of the text (counts: the surest first)."""
    found: dict[str, list[Mention]] = {label: [] for label in LABELS}
    for label, mention in _mentions(nlp, text, today or _given(nlp).today()):
        found[label].append(mention)
    return found


@lru_cache(_KEPT)
def _mentions(nlp: Language, text: str, today: date) -> tuple[tuple[str, Mention], ...]:
    # The model's component and the actions read the same words in the same turn.
    doc = nlp.make_doc(text)
    doc.user_data[_TODAY] = today
    spans = [(span.start_char, span.end_char, span) for span in nlp(doc).spans.get(FIELDS, ())]
    return tuple((span.label_, Mention(start, end, text[start:end], span.kb_id_)) for start, end, span in spans)


class FieldComponent:
    """A pipe that adds the mentions of one field to `doc.spans["fields"]`."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.find: Find = lambda reading: ()

    def __call__(self, doc: Doc) -> Doc:
        """Add this field's spans to a document."""
        if FIELDS not in doc.spans:
            doc.spans[FIELDS] = []
        reading = Reading(doc, doc.user_data[_TEXT], doc.user_data[_FOLDED])
        for mention in self.find(reading):
            span = doc.char_span(mention.start, mention.end, self.label, mention.value, alignment_mode="expand")
            if span is not None:
                doc.spans[FIELDS].append(span)
        return doc


@Language.factory("petition_field")
def _make_field(nlp: Language, name: str) -> FieldComponent:
    return FieldComponent(name.upper())


@Language.component("petition_norms")
def _set_norms(doc: Doc) -> Doc:
    # A document builds its text anew each time it is asked: it is asked once.
    text = doc.text
    folded = fold(text)
    doc.user_data[_TEXT], doc.user_data[_FOLDED] = text, folded
    changed = {at for at, (written, plain) in enumerate(zip(text, folded, strict=True)) if written != plain}
    for token in doc if changed else ():
        if token.idx in changed:
            token.norm_ = folded[token.idx : token.idx + len(token)]
    return doc


def _finders(given: _Given) -> dict[str, Find]:
    return {
        "PLACE": lambda reading: find_places(reading.text, given.gazetteer),
        "TIME": lambda reading: find_dates(reading.text, reading.doc.user_data.get(_TODAY) or given.today()),
        "PHONE": lambda reading: find_phones(reading.text),
        "NAME": _names,
        "COUNT": lambda reading: find_counts(reading.text),
        "RESPONDENT": _respondents,
        "AMOUNT": lambda reading: find_amounts(reading.text),
        "REQUEST": lambda reading: find_requests(reading.text),
    }


def _cues(reading: Reading, label: str) -> list[tuple[int, int]]:
    """Return where the cues of a kind stand, the longest of overlapping ones, in the order of the text."""
    spans = filter_spans([span for span in reading.doc.spans.get(_CUES, ()) if span.label_ == label])
    return [(span.start_char, span.end_char) for span in spans]


def _names(reading: Reading) -> Iterator[Mention]:
    for start, end in _cues(reading, _OWN_NAME):
        name = name_at_cue(reading.text, reading.folded, start, end)
        if name:
            yield name


def _respondents(reading: Reading) -> list[Mention]:
    ends = _cues(reading, _ORGANISATION)
    found = [organisation_at(reading.text, reading.folded, start, end) for start, end in ends]
    return longest_first([*(each for each in found if each), *find_roles(reading.text, reading.folded)])


def _today_in_beijing() -> date:
    return (datetime.now(UTC) + _BEIJING).date()
