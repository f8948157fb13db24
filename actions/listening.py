"""Hearing one message in the light of what was asked: the story, a correction, an answer, a button, an edit.

The draft in the register holds the petition. What fits nowhere is added to the story word for word, so that nothing
said is lost; a question that could not be answered twice is let go, so that nobody is kept at a gate.
"""

import re
from dataclasses import replace

from actions import again, record
from actions.answering import answer
from actions.asides import NEVER_ANSWERS
from actions.base import Said
from actions.claims import corrected_list, draft_claims, kept
from actions.corrections import in_story, read_correction, sounds_like_one
from actions.desk import Desk
from actions.evidence import keep_files
from actions.hearing import Hearing
from actions.others import ASKED
from actions.pressing import file_apart, press, put_beside
from actions.revising import Revision, revise
from actions.sealing import IT_ACCUSES, says_it_accuses, seal, seal_it
from actions.skipping import stay_nameless
from actions.telling import add_to_story, tell
from actions.understanding import Understanding
from cases import Draft, Register
from nlu.text import replies
from nlu.text.normalise import fold

ANEW = re.compile(
    r"(?:前[头面边]|上面|刚才|刚刚|之前|先前)我?(?:写|说|讲|填|记|发)?的?(?:那些|东西|话)?(?:都|全部?|统统|一律|通通)*(?:作废|不算数?|不要了|删[了掉]|清空)|"
    r"\b(?:scrap|delete|forget|ignore) (?:all|everything) I (?:have )?(?:said|wrote|written|told)",
    re.IGNORECASE,
)
"""前头写的全部作废: nobody means an answer by that."""


REMARK = 6
"""So many characters tell something."""


class Listener:
    """Hears messages into drafts."""

    def __init__(self, register: Register, understanding: Understanding) -> None:
        self._desk = Desk(register, understanding)

    def hear(self, h: Hearing) -> None:
        """Take the message in: change the draft, and note what to say and to ask."""
        for response, values in h.heeded.speech:
            h.say(response, **values)
        if h.said.data.get("files") or h.said.data.get("problems"):
            self._take_files(h)
        if h.said.payload:
            press(self._desk, h)
        elif ANEW.search(fold(h.said.text)):
            self._begin_anew(h)
        elif h.asked == "confirm" and h.draft.values.get("petitioner_name") and replies.stays_nameless(h.said.text):
            stay_nameless(self._desk, h)
        elif self._says_which(h) or (h.asked == "confirm" and self._claims_corrected(h)):
            return
        elif h.asked in (None, "facts"):
            tell(self._desk, h)
        elif not self._corrected(h):
            answer(self._desk, h)
        if h.heeded.slots:
            # Whatever else it is, what shows danger stands in the story.
            self._desk.keep_words(h)

    def keep_beside(self, h: Hearing) -> None:
        """他不识字我帮他写: what is answered as a question, and asks none, is also kept where nothing said is lost."""
        said = h.said
        tells = said.intent == "faq" and said.meaning not in NEVER_ANSWERS and not replies.asks(said.text)
        if tells and replies.has_words(said.text, REMARK):
            self._desk.keep_words(h)

    def answers_an_offer(self, said: Said, draft: Draft, *, asked: str | None, same_case: str | None) -> bool:
        """Whether words answer what was offered beside the form's question; then they are no aside."""
        if (same_case or _spoke_of_others(draft, asked)) and again.answered(said.text, asked=asked) is not None:
            return True
        return bool(draft.values.get("hinted") and not draft.values.get("sealed") and IT_ACCUSES.search(said.text))

    def _says_which(self, h: Hearing) -> bool:
        """Words instead of a button: which case it belongs to, or that it is an accusation."""
        if says_it_accuses(h):
            seal_it(self._desk, h)
            return True
        others = _spoke_of_others(h.draft, h.asked)
        same = again.answered(h.said.text, asked=h.asked) if h.same_case or others else None
        if same is None:
            return False
        if not same:
            file_apart(self._desk, h)
        elif h.same_case:
            h.joined = h.same_case
        else:
            put_beside(self._desk, h)
        return True

    def _begin_anew(self, h: Hearing) -> None:
        """What was written so far is thrown away in so many words, however long they are."""
        register = self._desk.register
        register.drafts.cancel(h.draft.id)
        h.draft = register.drafts.open(h.said.channel, h.said.address, language=h.said.language)
        h.say("utter_restarted")
        h.slots["place_choices"] = None
        h.next, h.listening, h.same_tries = "facts", True, True

    def _take_files(self, h: Hearing) -> None:
        register = self._desk.register
        if count := keep_files(register, h.said, draft_id=h.draft.id):
            h.say("utter_evidence_kept", count=count)
        if problems := h.said.data.get("problems"):
            h.say("utter_evidence_problem", names="、".join(problems))
        h.draft = register.drafts.get(h.draft.id)

    def _corrected(self, h: Hearing) -> bool:
        """Whether the message corrected something that was already told."""
        said, values, at_confirm = h.said, h.draft.values, h.asked == "confirm"
        if revision := revise(said.text, values, self._desk.understanding, asked=h.asked):
            return self._revised(h, revision)
        if (
            said.intent not in ("correct_field", "change_contact")
            and not at_confirm
            and not sounds_like_one(said.text, asked=h.asked)
        ):
            return False
        if in_story(said.text, values) and not h.is_told:
            # "不是3号楼，是5号楼", where only the story says so: the correction stands beside it, word for word.
            add_to_story(self._desk, h)
            return True
        correction = read_correction(said.text, values, self._desk.understanding)
        if correction is None or h.asked in correction:
            return False
        if not at_confirm and not any(values.get(name) for name in correction):
            return False
        self._desk.save(h, correction)
        h.say("utter_corrected", fields=record.show_fields(h.draft, correction))
        return True

    def _revised(self, h: Hearing, revision: Revision) -> bool:
        """Take what is revised; what else the message says is heard as the answer to the question."""
        if any(old in h.facts for old in revision.taken_back):
            # The story still says it the old way: the words that correct it stand beside it.
            self._desk.keep_words(h)
        self._desk.save(h, revision.values)
        h.say("utter_corrected", fields=record.show_fields(h.draft, revision.values))
        h.said = replace(h.said, text=revision.rest, parts=((h.said.source, revision.rest),))
        return h.asked == "confirm" or not replies.has_words(revision.rest)

    def _claims_corrected(self, h: Hearing) -> bool:
        """ "第二条不要了", "再加一条：…": the list of claims is the citizen's."""
        corrected = corrected_list(h.said.text, draft_claims(h.draft, self._desk.understanding))
        if corrected is None:
            return False
        self._desk.save(h, kept(corrected, h.draft))
        h.say("utter_corrected", fields=record.show_claims(corrected, h.said.language))
        seal(self._desk, h, h.said.text)
        return True


def _spoke_of_others(draft: Draft, asked: str | None) -> bool:
    """Whether the citizen was just asked, with the record, about a case that others told of."""
    return asked == "confirm" and bool(draft.values.get(ASKED))
