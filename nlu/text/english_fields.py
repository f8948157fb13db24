"""What an English story states: who is blamed, how many are affected, what was tried, what is wanted, who writes."""

import re

from nlu.text.english_names import could_be_name
from nlu.text.english_numbers import english_whole
from nlu.text.mentions import Mention

_SENTENCE = re.compile(r"[^.!?;\n]+(?:\.(?=\d)[^.!?;\n]+)*")
_ENGLISH = re.compile(r"[A-Za-z]{2,}")
_PEOPLE = (
    r"(?:families|households|people|persons|residents|workers|employees|teachers|parents|colleagues|coworkers|"
    r"co-workers|owners|"
    r"homeowners|tenants|students|children|villagers|neighbou?rs|members|customers|of us|others|drivers|farmers)"
)
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6}|[a-z]+(?:-[a-z]+)?)"
_WITH_ME = re.compile(
    rf"\b(?:(?:me|I|myself) and|there are|along with|together with)? ?(?:about |around )?{_NUMBER} (?:other|more) "
    rf"(?:[A-Za-z]+ )?{_PEOPLE}\b(?! (?:called|said|told))",
    re.I,
)
_ALL = re.compile(
    rf"\b(?:about|around|over|more than|nearly|almost|some|all|at least|affects?|affecting|we are|there are|owes?|"
    rf"for)? ?{_NUMBER} "
    rf"(?:[A-Za-z]+ )?{_PEOPLE}\b",
    re.I,
)
_ALONE = re.compile(
    r"\b(?:only (?:my|our) (?:own )?(?:family|household|home|flat|apartment)|"
    r"only me|just me|only myself|I am the only one|nobody else|no one else)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\baffect|live here|\blost\b|cheated|refund|same situation|of us|\bcannot\b|can't|could not|not been paid|"
    r"suffer|without (?:water|power|heating)|owes?|unpaid|\bwe\b|\bour\b|\bus\b",
    re.I,
)
_PRIOR = re.compile(
    r"\b(?:I|we|my \w+|our \w+)(?: have| had|'ve)?(?: also| already| even| then| first)*"
    r" (?:called|call|complained|complain|reported|report|went to|gone to|wrote|written|contacted|asked|sued|"
    r"applied|appealed|"
    r"petitioned|phoned|rang|told|spoke|spoken|talked|tried|filed|visited|dialled|dialed|"
    r"go (?:to|and (?:see|ask|tell|meet)|meet|see|ask|tell)|went and (?:saw|asked|told)|saw|met|emailed|messaged)\b"
    r"[^.!?\n]*?\b(?:12345|"
    r"1\d{4}|110|hotline|"
    r"police|court|arbitration|bureau|government|community|committee|office|labou?r|station|council|association|"
    r"authority|department|"
    r"inspection|mayor|subdistrict|management|manager|property|company|school|lawyer|administration|chairman|"
    r"embassy|consulate|landlord|agency|union|leader)\b",
    re.I,
)
_NEVER = re.compile(
    r"\b(?:I|we) (?:have(?:n't| not| never)|did(?:n't| not)|never)[^.!?\n]{0,20}\b(?:complain|report|contact|call|"
    r"told|tell)",
    re.I,
)
_CAME_OF_IT = re.compile(
    r"(?:,? ?(?:but|and) )?(?:they|nobody|no one|nothing|the (?:police|officer|court|bureau|government|community|"
    r"answer|reply|office)|"
    r"it|so far|still)\b[^.!?\n]*\b(?:said|says|told|came|did|replied|reply|answer|happened|help|refused|wait|never|"
    r"not|n't|ruled|"
    r"started|result)\b",
    re.I,
)
# What follows "want" where something is wanted of others: to be paid, my deposit, justice; not "practice" or "it".
_THING = (
    r"(?= (?:to|that|my|our|the|a|an|some|any|all|every|more|full|only|nothing|no|back|them|him|her|you|your|"
    r"someone|somebody|these|"
    r"those|this|it (?:back|stopped|fixed|repaired|paid|removed)|\d|refunds?|compensation|justice|money|payment|"
    r"answers?|action|repairs?|"
    r"wages|salary|proof|for|us|me)\b)"
)
_WANTED = re.compile(
    rf"(?<!if )(?<!when )(?<!whenever )(?<!because )(?<!after )(?<!before )(?<!do )(?<!did )(?<!must )(?<!as )(?<!how )"
    rf"\b(?P<request>(?:I|we)(?: just| only| really| would| now|'d| simply| also| kindly| humbly)* "
    rf"(?:(?:want|hope|demand|request|need|wish|urge|expect){_THING}|hope|ask (?:for|that|you to|them to|the)\b|"
    rf"(?<=would )like{_THING}|(?<='d )like{_THING})"
    r"(?! (?:that )?(?:(?:this|my) (?:\w+ )?(?:finds?|reaches)|"
    r"(?:you|everyone)(?:'re| are) (?:\w+ )?(?:well|fine|good))\b)"
    r"(?! to (?:complain|report|know|file|ask (?:you )?(?:a|about)|tell|speak|talk|inform|share)).*"
    r"|please (?!call|contact|note|see|find|help\b|,|I\b|we\b|my\b|sir|madam|be informed|understand|excuse|"
    r"forgive|read|believe|listen).*|"
    r"(?:my|our) (?:\w+ )?(?:request|demand|plea|wish)s? (?:is|are)\b.*)",
    re.I,
)
_GENERAL = re.compile(
    r"^(?:(?:I|we)(?: just| only| really| would)* (?:want|hope|ask|like|need|wish)(?: for)?|please)(?: to|"
    r" you(?: can)?| that)*"
    r"(?: get| have| give| me| us| for| your| some| any)* ?(?:help|justice|attention|assistance)[ .,!]*(?:me|us)?$",
    re.I,
)
_CAPITAL = r"[A-Z][A-Za-z'’-]+"
_NAME = re.compile(
    rf"(?i:\bmy (?:full )?name is|\bI am called|\bI'm called|\bname:|\bcontact(?: person)?:|\bsincerely,|\bregards,|"
    rf"\byours,|\bsigned,?)"
    rf"[ \n]+((?:{_CAPITAL})(?: {_CAPITAL}){{0,3}})"
)
# The last words of a letter: Thanks, Anna Schmidt.
_SIGNED = re.compile(
    rf"(?:(?i:\b(?:many )?thanks(?: a lot)?|\bthank you(?: very much)?|\bbest(?: regards| wishes)?|\bcheers|"
    rf"\byours \w+|\bsincerely)[,.! \n]+|"
    rf"(?:^|[.!?\n] *)(?:From|from|by|By):? +|(?<=[.!?])\n+)((?!Please|Thank|"
    rf"Dear){_CAPITAL}(?: {_CAPITAL}){{1,2}})[.,]?(?: *\+?\d[\d -]{{6,}})?[. \n]*$"
)
# Wang Xiaoli here, 13700000122.
_HERE = re.compile(
    rf"^\W*(?:(?i:hi|hello|dear \w+)[,!. ]+)?((?:{_CAPITAL})(?: {_CAPITAL}){{1,2}}) (?:here|speaking|writing)\b"
)
_NO_PARTY = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|Chinese|English|China|Please|Now|He|She|They|We|It|The|But|And|When)\b"
)
_NO_PERSON = re.compile(
    r"\b(?:City|District|Province|County|Village|Road|Street|Garden|Community|China|Town|Government|Office)\b"
)
_I_AM = re.compile(
    rf"(?i:\b(?:I am|I'm|this is)) ((?:{_CAPITAL})(?: {_CAPITAL}){{1,2}})(?=[,.;]| and| from| in | of |$)"
)
_ADDRESS = re.compile(
    r"\b(?:I|we) (?:live|reside|am living|are living|stay|rent(?: a \w+)?) (?:at|in|on) (?P<address>[^.;\n]+)|"
    r"\bmy (?:home )?address(?: is|:) ?(?P<own>[^.;\n]+)",
    re.I,
)
_ADDRESS_ENDS = re.compile(r",? (?:and|but|where|which|with|for|since|because|so) .*$", re.I)
_HARM = (
    r"(?:ha[sv]e? (?:disappeared|closed|stolen|cheated|taken|demolished|not|n't|never|refused|been|stopped|"
    r"delayed)|has(?:n't)|owes?|owed|refuses?|refused|won't|"
    r"will not|did(?:n't| not)|"
    r"does(?:n't| not)|stopped|fired|dismissed|cheated|charged?|charges|demolished|took|takes|keeps|makes|"
    r"plays?|bangs?|parks?|blocks?|blocked|leaks?|beats?|hit|built|builds|dumps?|"
    r"dumped|withheld|"
    r"delayed|ran away|disappeared|closed|collects?|cut off|pollutes?|discharges?|is (?:polluting|refusing|making|"
    r"dumping|blocking))"
)
_FIRM = (
    r"(?:Company|Co\.?,? ?Ltd\.?|Ltd\.?|Inc\.?|Group|Factory|Kindergarten|School|Hospital|Clinic|Gym|Fitness|"
    r"Restaurant|Hotel|Bank|"
    r"Agency|Bureau|Property|Management|Real Estate|Developer|Academy|Center|Centre|University|College|Mall|"
    r"Supermarket|Bar|Club|"
    r"Plant|Mine)"
)
_BLAMED = (
    re.compile(
        rf"\b(?P<who>(?:{_CAPITAL}|&|of|and)(?: (?:{_CAPITAL}|&|of|"
        rf"and))*? {_FIRM}(?:,? (?:Co\.?,? )?Ltd\.?)?),? {_HARM}\b"
    ),
    re.compile(
        rf"(?i:complain(?:ing)? about|complaint against|report(?:ing)?|sue|"
        rf"accuse) (?:the )?(?P<who>(?:{_CAPITAL} )+{_FIRM}"
        rf"(?:,? (?:Co\.?,? )?Ltd\.?)?)"
    ),
    # The property company Jiahe, my boss Mr Chen.
    re.compile(
        rf"\b(?i:the|our|my) (?P<who>(?i:property (?:management )?company|developer|landlord|landlady|employer|"
        rf"boss|contractor|foreman|neighbou?r|"
        rf"agency|gym|company|factory|shop|village head|manager|training school|agent)(?: called| named|"
        rf",)? (?:(?:Mr|Mrs|Ms|Miss)\.? )?{_CAPITAL}(?: {_CAPITAL})*),? {_HARM}\b"
    ),
    re.compile(
        rf"\b(?P<who>(?:the|our|my) (?:property (?:management )?(?:company)?|developer|landlord|employer|boss|"
        rf"contractor|foreman|"
        rf"kindergarten|school|factory|hospital|gym|construction (?:company|site)|restaurant(?: downstairs)?|"
        rf"village head|"
        rf"village committee|neighbou?r(?: upstairs| downstairs)?|agency|company)) {_HARM}\b",
        re.I,
    ),
)
_KIND = (
    r"(?:company|landlord|landlady|boss|employer|contractor|foreman|developer|agency|agent|gym|restaurant|school|"
    r"shop|store|"
    r"factory|hospital|clinic|kindergarten|center|centre|hotel|bar|KTV|platform|salon|club|seller|manager|"
    r"neighbou?r|academy|firm)"
)
_NAMED = (
    # A gym called Power House, my landlord, Mr Liang, the restaurant Golden Wok.
    re.compile(rf"\b(?i:{_KIND})(?: (?:is )?(?:called|named))[ ,:]*[\"“'‘]?(?P<who>{_CAPITAL}(?: {_CAPITAL}){{0,4}})"),
    re.compile(
        rf"\b(?i:(?:the|our|my|a|an) (?:\w+ )?{_KIND}),? (?:is )?[\"“'‘]?"
        rf"(?P<who>(?:(?:Mr|Mrs|Ms|Miss)\.? )?{_CAPITAL}(?: {_CAPITAL}){{0,4}})"
        rf"(?=[,.\"”'’)]| {_HARM}| below| upstairs| next| near| in | on | at | and | has | for | since )"
    ),
    # I bought it from Star Mobile Shop, I worked for Happy Kids.
    re.compile(
        rf"\b(?i:bought|ordered|rented|hired|work(?:ed|ing|s)?|employed|signed|joined|"
        rf"paid|registered|enrolled|booked)\b[^.!?\n]{{0,40}}? "
        rf"(?:at|from|with|by|for|to) (?P<who>{_CAPITAL}(?: {_CAPITAL}){{1,4}})"
    ),
)
# The one firm that a story of harm names is blamed.
_ONLY_FIRM = re.compile(rf"(?:(?!The |My |Our |At |In |From ){_CAPITAL} )+{_FIRM}\b")
_HARMED = re.compile(
    r"\b(?:owes?|unpaid|not paid|refund|cheated|closed|ran away|injured|fired|lost|refused?|fake|illegal(?:ly)?)\b",
    re.I,
)
#: Blamed, but not named: asked for.
_TOO_GENERAL = re.compile(
    r"^(?:the|our|my) (?:company|school|hospital|agency|factory|gym|boss|landlord|employer)$", re.I
)


def is_english(text: str) -> bool:
    """Tell whether a text is written in English for the most part."""
    return sum(len(word) for word in _ENGLISH.findall(text)) * 2 > len(text.replace(" ", ""))


def english_count(text: str) -> Mention | None:
    """Find how many are affected."""
    for match in _WITH_ME.finditer(text):
        number = english_whole(match["number"])
        if number:
            return Mention(match.start(), match.end(), match.group().strip(), str(number + 1))
    for match in _ALL.finditer(text):
        number = english_whole(match["number"])
        start, end = _sentence(text, match.start())
        if number and number > 1 and _COUNTED.search(text, start, end):
            return Mention(match.start(), match.end(), match.group().strip(), str(number))
    alone = _ALONE.search(text)
    return Mention(alone.start(), alone.end(), alone.group(), "1") if alone else None


def english_prior(text: str) -> str | None:
    """Return the sentences on what was tried, with the one after each that tells what came of it."""
    told: list[str] = []
    went_on = False
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        if not (_WANTED.search(sentence)) and (_PRIOR.search(sentence) or _NEVER.search(sentence)):
            told.append(sentence)
            went_on = True
        elif went_on and _CAME_OF_IT.match(sentence):
            told[-1] += f". {sentence}"
            went_on = False
        else:
            went_on = False
    return "; ".join(told) or None


def english_request(text: str) -> Mention | None:
    """Find what is wanted, in the writer's words; all the sentences that say it."""
    found = []
    for match in _SENTENCE.finditer(text):
        wanted = _WANTED.search(match.group())
        if wanted and not _GENERAL.match(words := wanted["request"].strip(" ,")):
            found.append((match.start() + wanted.start(), words))
    if not found:
        return None
    start, words = found[0][0], "; ".join(words for _, words in found[:3])
    return Mention(start, start + len(found[0][1]), words, words)


def english_name(text: str) -> Mention | None:
    """Find the writer's name."""
    match = _NAME.search(text) or _HERE.search(text) or _I_AM.search(text) or _SIGNED.search(text)
    if match is None or _NO_PERSON.search(match.group(1)) or not could_be_name(match.group(1)):
        return None
    # A first name alone is asked about: the written answer bears the whole.
    return Mention(match.start(1), match.end(1), match.group(1), match.group(1)) if " " in match.group(1) else None


def english_address(text: str) -> Mention | None:
    """Find where the writer lives, where a number, a road or a building says it."""
    for match in _ADDRESS.finditer(text):
        kind = "address" if match["address"] else "own"
        words = _ADDRESS_ENDS.sub("", match[kind]).strip(" ,")
        if re.search(
            r"\d|\b(?:road|street|avenue|garden|building|village|community|room|district|town|county)\b", words, re.I
        ):
            return Mention(match.start(kind), match.start(kind) + len(words), words, words)
    return None


def english_respondent(text: str) -> Mention | None:
    """Find who is blamed: named before what was done, or as the one complained about."""
    for pattern in _BLAMED:
        for match in pattern.finditer(text):
            who = match["who"].strip()
            general = _TOO_GENERAL.match(who) and not re.search(rf"{_CAPITAL} {who.split()[-1].title()}\b", text)
            if not general:
                words = re.sub(r"^(?:The|the|our|Our|my|My) ", "", who)
                # The kindergarten is the one that was named before: Little Stars Kindergarten.
                named = re.search(rf"(?:{_CAPITAL} )+(?i:{re.escape(words)})\b", text)
                words = re.sub(r"^(?:The|At|In|From) ", "", named.group()) if named and words.islower() else words
                return Mention(match.start("who"), match.end("who"), who, words)
    for pattern in _NAMED if _HARMED.search(text) or re.search(_HARM, text) else ():
        named = pattern.search(text)
        if named and not _NO_PERSON.search(named["who"]) and not _NO_PARTY.search(named["who"]):
            return Mention(named.start("who"), named.end("who"), named["who"], named["who"])
    firms = {match.group() for match in _ONLY_FIRM.finditer(text)}
    if len(firms) == 1 and _HARMED.search(text):
        [firm] = firms
        return Mention(text.index(firm), text.index(firm) + len(firm), firm, firm)
    return None


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, at) for mark in ".!?\n") + 1
    ends = [end for mark in ".!?\n" if (end := text.find(mark, at)) >= 0]
    return start, min(ends, default=len(text))
