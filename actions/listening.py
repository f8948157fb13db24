"""Hearing one message in the light of what was asked: the story, a correction, an answer, a button, an edit.

The draft in the register holds the petition. What fits nowhere is added to the story word for word, so that nothing
said is lost; a question that could not be answered twice is let go, so that nobody is kept at a gate.
"""

import re
from collections.abc import Mapping
from typing import Any

from actions import again, record
from actions.answers import FREE_TEXT, READERS, story_values
from actions.asides import LONGEST, SURE, VERY_SURE, is_no_answer
from actions.base import Said
from actions.claims import corrected_list, draft_claims, kept
from actions.corrections import in_story, named_field, read_correction, sounds_like_one
from actions.evidence import keep_files, keep_location
from actions.hearing import Hearing
from actions.proposing import accuses
from actions.understanding import Understanding
from cases import FIELDS, Draft, Register
from nlu.text import replies
from nlu.text.nature import NatureProposal

STORY_LENGTH = 12
"""Shorter messages are no story by themselves."""
ENOUGH_STORY = 30
"""Shorter stories are asked on once or twice before the single questions begin."""
MOST_OPENINGS = 3
"""An emoji, a sigh, "我要投诉快递！": so many of them are met with patience; then the way out is shown."""
STUCK_AFTER = 2
"""After this many answers that could not be used the question is let go…"""
WORTH_ANOTHER = frozenset({"place", "petitioner_phone"})
"""…one later where much depends on the answer: which county it is, and how to reach the citizen."""
NOT_SKIPPABLE = frozenset({"facts", "confirm"})
OPENINGS = frozenset({"file_petition", "new_petition", "greet", "affirm"})
MOST_CHOICES = 6
DIGITS = re.compile(r"\d")
MORE_THAN_AN_ANSWER = 10
"""So many characters beside a date, a number or a name say something of their own."""


TELLS_WHOM_OR_WHAT = frozenset({"respondent", "request", "prior_handling"})
"""Answers that can turn a story into an accusation."""
KINDS = {"suggestion": "utter_kind_suggestion", "consultation": "utter_kind_consultation"}
SURE_KIND = 0.4
"""Below, nothing is said of the kind: being called wrong annoys more than not being called."""
IT_ACCUSES = re.compile(
    r"按(?:检举|密件|举报)|^(?:就是|是的?，?|对，?)?我?(?:是|要|就是要?)检举|\bseal it\b", re.IGNORECASE
)


class Listener:
    """Hears messages into drafts."""

    def __init__(self, register: Register, understanding: Understanding) -> None:
        self._register = register
        self._understanding = understanding

    def hear(self, h: Hearing) -> None:
        """Take the message in: change the draft, and note what to say and to ask."""
        for response, values in h.heeded.speech:
            h.say(response, **values)
        if h.said.data.get("files") or h.said.data.get("problems"):
            self._take_files(h)
        if h.said.payload:
            self._press(h)
        elif self._says_which(h) or (h.asked == "confirm" and self._claims_corrected(h)):
            return
        elif h.asked in (None, "facts"):
            self._story(h)
        elif not self._corrected(h):
            self._answer(h)

    # ---- buttons and events ----------------------------------------------------------------------------------------

    def _press(self, h: Hearing) -> None:
        match h.said.intent:
            case "affirm" if h.asked == "confirm":
                h.confirmed = True
            case "deny" if h.asked == "confirm":
                self._what_to_change(h)
            case "change_field":
                wanted = str(h.said.arguments.get("field", ""))
                h.next = wanted if wanted in FIELDS else None
            case "just_me" if h.asked == "affected_count":
                self._save(h, {"affected_count": 1})
            case "choose_region":
                self._choose_region(h)
            case "deny" if h.asked == "prior_handling":
                self._save(h, {"prior_handling": record.none_word(h.said.language)})
            case "skip" | "deny" | "done_evidence" if h.asked:
                self._skip(h)
            case "give_evidence" if h.asked in (None, "facts") and not h.draft.values.get("facts"):
                self._listen_on(h)
            case "share_location":
                keep_location(self._register, h.said, draft_id=h.draft.id)
                h.say("utter_location_kept")
                h.draft = self._register.drafts.get(h.draft.id)
            case "edit_message":
                self._edit(h)
            case "stale_button":
                h.say("utter_stale_button")
            case "add_to_case":
                h.joined = str(h.said.arguments.get("number", "")) or None
            case "file_anyway":
                h.say("utter_filed_apart")
            case "seal_it":
                self._seal_it(h)

    def answers_an_offer(self, said: Said, draft: Draft, *, asked: str | None, same_case: str | None) -> bool:
        """Whether words answer what was offered beside the form's question; then they are no aside."""
        if same_case and again.answered(said.text, asked=asked) is not None:
            return True
        return bool(draft.values.get("hinted") and not draft.values.get("sealed") and IT_ACCUSES.search(said.text))

    def _says_which(self, h: Hearing) -> bool:
        """Words instead of a button: which case it belongs to, or that it is an accusation."""
        if h.draft.values.get("hinted") and not h.draft.values.get("sealed") and IT_ACCUSES.search(h.said.text):
            self._seal_it(h)
            return True
        same = again.answered(h.said.text, asked=h.asked) if h.same_case else None
        if same is None:
            return False
        if same:
            h.joined = h.same_case
        else:
            h.say("utter_filed_apart")
        return True

    def _choose_region(self, h: Hearing) -> None:
        region = self._understanding.region(str(h.said.arguments.get("code", "")))
        if region is not None:
            place = h.draft.values.get("place_told") or region.full_name
            self._save(h, {"place": place, "place_code": region.code, "place_name": region.full_name})

    def _edit(self, h: Hearing) -> None:
        """A message was edited on the channel: what it once said is corrected where it was used."""
        edited, text = str(h.said.data.get("edits", "")), str(h.said.data.get("edited", ""))
        name = self._register.drafts.field_of(h.draft.id, edited)
        if name == "facts":
            h.draft = self._register.drafts.append(h.draft.id, "facts", text, source=edited)
            self._seal(h, text)
            self._read_again(h, edited)
            return
        reader = READERS.get(name or "")
        if reader and (values := reader(text, self._understanding)):
            self._save(h, values, source=edited)
            h.say("utter_corrected", fields=record.show_fields(h.draft, values))
            return
        h.say("utter_edit_unclear")

    def _read_again(self, h: Hearing, edited: str) -> None:
        """What was read from a story follows the story when that is edited; what was answered or corrected stays."""
        values, of = h.draft.values, self._register.drafts.field_of
        stated = story_values(self._understanding.story(values.get("facts", "")))
        told = {name: h.draft.sources.get(name, "") for name in stated if values.get(name) not in (None, stated[name])}
        new = {name: stated[name] for name, source in told.items() if of(h.draft.id, source) == "facts"}
        if not new:
            h.say("utter_edit_taken")
            return
        self._save(h, new, source=edited)
        h.say("utter_corrected", fields=record.show_fields(h.draft, new))

    def _take_files(self, h: Hearing) -> None:
        if kept := keep_files(self._register, h.said, draft_id=h.draft.id):
            h.say("utter_evidence_kept", count=kept)
        if problems := h.said.data.get("problems"):
            h.say("utter_evidence_problem", names="、".join(problems))
        h.draft = self._register.drafts.get(h.draft.id)

    # ---- the story -------------------------------------------------------------------------------------------------

    def _story(self, h: Hearing) -> None:
        """The story, first or continued: kept word for word, and read for what it already answers."""
        text = h.said.text
        opening = h.said.intent in OPENINGS and len(text) < STORY_LENGTH
        if opening or not replies.has_words(text, 3) or self._is_small_talk(h, "facts"):
            h.understood = opening or not text.strip()
            if not h.understood:
                h.say("utter_need_story")
            self._listen_on(h)
            return
        parts = [part for part in h.said.parts if part[1].strip()] or [(h.said.source, text)]
        for source, words in parts:
            h.draft = self._register.drafts.append(h.draft.id, "facts", words, source=source)
        self._listen_on(h)
        self._read_story(h, h.draft.values["facts"], say_back=h.next is None)

    def _listen_on(self, h: Hearing) -> None:
        """Ask for more while there is only a topic ("我要投诉旅行社") or the first line of a burst."""
        told = len(h.draft.values.get("facts", ""))
        if not told and h.tries >= MOST_OPENINGS:
            self._without_story(h)
        elif h.tries < (STUCK_AFTER if told >= STORY_LENGTH else MOST_OPENINGS) and told < ENOUGH_STORY:
            h.next, h.listening = "facts", True

    def _without_story(self, h: Hearing) -> None:
        """Who cannot type has perhaps spoken or sent photos: a person will hear them. Else the way out is shown."""
        if h.draft.evidence:
            note = record.told_in_files(h.said.language)
            h.draft = self._register.drafts.append(h.draft.id, "facts", note, source=h.said.source)
        else:
            h.way_out = True

    def _keep_words(self, h: Hearing) -> None:
        """What is no value of any field still stands in the story, word for word."""
        if h.said.text in h.draft.values.get("facts", ""):
            return
        for source, words in h.said.parts or ((h.said.source, h.said.text),):
            h.draft = self._register.drafts.append(h.draft.id, "facts", words, source=source)

    def _add_to_story(self, h: Hearing) -> None:
        self._keep_words(h)
        self._read_story(h, h.said.text, say_back=False)
        h.say("utter_added_to_story")

    def _read_story(self, h: Hearing, text: str, *, say_back: bool) -> None:
        told = h.draft.values
        stated = story_values(self._understanding.story(text))
        found = {name: value for name, value in stated.items() if told.get(name) in (None, "")}
        if found:
            h.draft = self._register.drafts.save(h.draft.id, found, source=h.said.source)
        found_nature = self._seal(h, text)
        taken = [name for name in FIELDS if name in found]
        if taken and say_back:
            h.say("utter_understood", fields=record.show_fields(h.draft, taken))
        elif say_back:
            h.say("utter_story_kept")
        if say_back and found_nature and found_nature.nature in KINDS and found_nature.confidence >= SURE_KIND:
            # What is no claim is called what it sounds like, and what that means.
            h.say(KINDS[found_nature.nature])

    def _seal(self, h: Hearing, text: str) -> NatureProposal | None:
        """From the first message that accuses, before anything more is asked; where anger only hints, ask.

        Gives back what was proposed; None once it is sealed.
        """
        if h.draft.values.get("sealed"):
            return None
        found = self._understanding.nature(text)
        if found.nature == "accusation":
            h.draft = self._register.drafts.save(h.draft.id, {"sealed": True})
            h.say("utter_accusation_sealed", code=h.draft.code)
        elif found.hints and not h.draft.values.get("hinted"):
            h.draft = self._register.drafts.save(h.draft.id, {"hinted": True})
            h.say("utter_mentions_misconduct", words="、".join(found.hints))
        return found

    def _seal_whole(self, h: Hearing) -> None:
        """The story told what was done, an answer by whom: together they may accuse."""
        if not h.draft.values.get("sealed") and accuses(h.draft, self._understanding):
            h.draft = self._register.drafts.save(h.draft.id, {"sealed": True})
            h.say("utter_accusation_sealed", code=h.draft.code)

    def _seal_it(self, h: Hearing) -> None:
        """The citizen says that it is an accusation: that decides it."""
        h.draft = self._register.drafts.save(h.draft.id, {"sealed": True, "accuses": True})
        h.say("utter_accusation_sealed", code=h.draft.code)

    # ---- corrections -----------------------------------------------------------------------------------------------

    def _corrected(self, h: Hearing) -> bool:
        """Whether the message corrected something that was already told."""
        said, values, at_confirm = h.said, h.draft.values, h.asked == "confirm"
        if (
            said.intent not in ("correct_field", "change_contact")
            and not at_confirm
            and not sounds_like_one(said.text, asked=h.asked)
        ):
            return False
        if in_story(said.text, values):
            # "不是3号楼，是5号楼", where only the story says so: the correction stands beside it, word for word.
            self._add_to_story(h)
            return True
        correction = read_correction(said.text, values, self._understanding)
        if correction is None or h.asked in correction:
            return False
        if not at_confirm and not any(values.get(name) for name in correction):
            return False
        self._save(h, correction)
        h.say("utter_corrected", fields=record.show_fields(h.draft, correction))
        return True

    def _claims_corrected(self, h: Hearing) -> bool:
        """ "第二条不要了", "再加一条：…": the list of claims is the citizen's."""
        corrected = corrected_list(h.said.text, draft_claims(h.draft, self._understanding))
        if corrected is None:
            return False
        self._save(h, kept(corrected, h.draft))
        h.say("utter_corrected", fields=record.show_claims(corrected, h.said.language))
        self._seal(h, h.said.text)
        return True

    # ---- answers ---------------------------------------------------------------------------------------------------

    def _answer(self, h: Hearing) -> None:
        asked = h.asked or ""
        if not h.said.text.strip():
            h.say("utter_empty_message")
        if asked == "confirm":
            self._at_confirm(h)
        elif not h.said.text.strip() or self._is_small_talk(h, asked):
            self._in_vain(h, asked)
        elif asked == "evidence":
            self._about_evidence(h)
        elif not (self._goes_on_telling(h, asked) or self._belated_phone(h, asked) or self._reads(h, asked)):
            self._without_value(h, asked)

    def _is_small_talk(self, h: Hearing, asked: str) -> bool:
        return len(h.said.text) < ENOUGH_STORY and is_no_answer(h.said, asked, self._understanding)

    def _goes_on_telling(self, h: Hearing, asked: str) -> bool:
        """Whether this is more of the story instead of an answer; then it is added to it."""
        said = h.said
        sure = VERY_SURE if asked in ("respondent", "occurred_at") else SURE
        if said.intent != "tell_story" or said.confidence < sure or replies.skips(said.text):
            return False
        if said.text in h.draft.values.get("facts", ""):
            # Said before: the citizen means it as the answer.
            return False
        if asked in ("request", "prior_handling", "petitioner_address") or len(said.text) < STORY_LENGTH // 2:
            return False
        if asked == "respondent":
            answered = self._understanding.story(said.text).respondent is not None
        elif asked == "occurred_at":
            answered = self._understanding.date(said.text) is not None
        else:
            answered = READERS[asked](said.text, self._understanding) is not None
        if not answered:
            self._add_to_story(h)
            # No answer in vain, yet the question stands where it stood: told so once, it may be let go sooner.
            h.listening = True
        return not answered

    def _belated_phone(self, h: Hearing, asked: str) -> bool:
        """A bare number after the phone question was let go: it is still the phone number."""
        digits = sum(character.isdigit() for character in h.said.text)
        if asked == "petitioner_phone" or h.draft.values.get("petitioner_phone"):
            return False
        if digits < 7 or digits * 2 < len(h.said.text):
            return False
        values = READERS["petitioner_phone"](h.said.text, self._understanding)
        if values is None:
            return False
        self._save(h, values)
        h.say("utter_corrected", fields=record.show_fields(h.draft, values))
        return True

    def _reads(self, h: Hearing, asked: str) -> bool:
        text = h.said.text
        values = READERS[asked](text, self._understanding)
        is_words = asked in FREE_TEXT and not (asked == "occurred_at" and self._understanding.date(text))
        if is_words and (replies.skips(text) or (replies.says_nothing(text) and asked != "prior_handling")):
            return False
        if asked == "petitioner_name" and replies.skips(text):
            return False
        if asked == "place":
            return self._place(h)
        if values is None:
            return False
        self._save(h, values)
        if asked in TELLS_WHOM_OR_WHAT:
            self._seal_whole(h)
        rest = DIGITS.sub("", text).replace(str(values[asked]), "")
        if not is_words and replies.has_words(rest, MORE_THAN_AN_ANSWER):
            # "13812345678，他们昨天又来砸门": a date, number or name is read; what else was said is kept.
            self._keep_words(h)
        return True

    def _place(self, h: Hearing) -> bool:
        """A place must name its region; what was told before helps ("赣州市", then "就在赣县区")."""
        text, before = h.said.text, h.draft.values.get("place_told", "")
        told = f"{before} {text}".strip() if before and text not in before else text
        for words in dict.fromkeys((told, text)):
            if values := READERS["place"](words, self._understanding):
                self._save(h, values)
                return True
        match = self._understanding.place(told)
        if replies.has_words(text) and h.said.intent not in ("tell_story", "skip") and not replies.skips(text):
            h.draft = self._register.drafts.save(h.draft.id, {"place_told": replies.plain(told)})
        if match.candidates and h.tries < STUCK_AFTER:
            h.slots["place_choices"] = [[region.code, region.full_name] for region in match.candidates[:MOST_CHOICES]]
            h.understood = False
            return True
        return False

    def _without_value(self, h: Hearing, asked: str) -> None:
        text = h.said.text
        if h.said.intent == "skip" or replies.skips(text) or replies.says_nothing(text):
            if replies.says_more(text):
                self._keep_words(h)
            self._skip(h)
            return
        h.understood = False
        if len(text) > STORY_LENGTH and text not in h.draft.values.get("facts", ""):
            self._add_to_story(h)
            if h.draft.values.get(asked) not in (None, ""):
                return
        elif replies.has_words(text) and text not in h.draft.values.get("place_told", ""):
            self._keep_words(h)
        self._in_vain(h, asked)

    def _in_vain(self, h: Hearing, asked: str) -> None:
        """Help to answer, and after a few times let the question go."""
        h.understood = False
        if h.tries + 1 < STUCK_AFTER + (asked in WORTH_ANOTHER):
            h.say(f"utter_hint_{asked}")
        else:
            h.say("utter_let_go")
            self._skip(h)

    def _at_confirm(self, h: Hearing) -> None:
        text, intent = h.said.text, h.said.intent
        if replies.agrees(text) or (intent == "affirm" and not replies.objects(text)):
            h.confirmed = True
            return
        wanted = named_field(text)
        known = text in h.draft.values.get("facts", "")
        more = intent == "tell_story" and h.said.confidence >= SURE and replies.has_words(text, 3) and not known
        if more and not sounds_like_one(text, asked="confirm"):
            self._add_to_story(h)
        elif wanted and len(text) <= LONGEST:
            h.next = wanted
        elif (
            len(text) > STORY_LENGTH
            and not known
            and intent in ("tell_story", "answer", "nlu_fallback", "out_of_scope")
        ):
            self._add_to_story(h)
        else:
            h.understood = intent == "deny"
            self._what_to_change(h)

    def _what_to_change(self, h: Hearing) -> None:
        """Ask which field is wrong; who cannot say it is shown the way out."""
        h.listening = True
        if h.tries + 1 >= STUCK_AFTER:
            h.way_out = True
        else:
            h.say("utter_what_to_change", buttons=record.change_buttons(h.said.language))

    def _about_evidence(self, h: Hearing) -> None:
        text = h.said.text
        if h.said.data.get("files"):
            return
        if not (replies.says_nothing(text) or replies.skips(text)) and replies.has_words(text, 3):
            # Words about evidence that will come, or more of the story: kept as well.
            self._add_to_story(h)
        self._skip(h)

    def _skip(self, h: Hearing) -> None:
        asked, text = h.asked or "", h.said.text
        if asked in NOT_SKIPPABLE:
            h.understood = False
            if asked == "confirm":
                self._what_to_change(h)
            else:
                h.say("utter_need_story")
                self._listen_on(h)
        elif asked == "affected_count" and replies.says_nothing(text):
            # "没有" here says that nobody else is affected.
            self._save(h, {"affected_count": 1})
        elif asked == "place" and (told := h.draft.values.get("place_told")):
            # The detail is kept as told; which county it is, a person will find out.
            self._save(h, {"place": told})
        else:
            self._save(h, {"skipped": sorted({*h.draft.values.get("skipped", ()), asked})})
            if asked == "petitioner_name":
                h.say("utter_anonymous_note")

    def _save(self, h: Hearing, values: Mapping[str, Any], *, source: str | None = None) -> None:
        h.draft = self._register.drafts.save(h.draft.id, values, source=h.said.source if source is None else source)
