"""From the fields of a settings form to the settings themselves, and what a wording would say."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from cases import InForce, PolicyKind
from console.reading import Form

Body = dict[str, Any]
SAMPLES: Mapping[str, tuple[str, str]] = {
    "number": ("360721-20260302-0001", "360721-20260302-0001"),
    "code": ("7KQ2-9MXR-4TVWA", "7KQ2-9MXR-4TVWA"),
    "unit": ("赣县区自然资源局", "Ganxian Natural Resources Bureau"),
    "unit_by": ("，由赣县区自然资源局办理", " and is handled by Ganxian Natural Resources Bureau"),
    "date": ("2026年3月17日", "17 March 2026"),
    "due": ("2026年5月16日", "16 May 2026"),
    "served": ("2026年3月20日", "20 March 2026"),
    "route": ("信访程序，出具处理意见书（第31条第六项）", "Petition procedure with a written opinion (Art. 31(6))"),
    "outcome": ("支持", "Supported"),
    "text": ("请补充土地承包合同的照片。", "Please add a photo of the contract."),
    "message": (
        "\n办理人员留言：我们会在本周上门了解情况。",
        "\nA message from the office: we will visit you soon.",
    ),
    "basis": ("\n依据：《土地管理法》第四十八条", "\nLegal basis: Land Administration Law, Art. 48"),
    "legal_basis": ("《土地管理法》第四十八条", "Land Administration Law, Art. 48"),
}
"""What a preview fills the gaps with: a case that does not exist."""
_PAIR = re.compile(r"([0-9]{2,6})\s*[=:：]\s*([0-9]{1,4})")
LARGEST = 10**4


class Unreadable(Exception):
    """A field of the form cannot be read."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def limits(form: Form, body: Body, now: InForce) -> Body:
    """Days of every limit, and of regions as `3607=5`. What is left empty is as shipped."""
    changed: Body = {}
    for clock in now.limits:
        one: Body = {}
        if days := form.get(f"days.{clock}"):
            one["days"] = _whole(days)
        if regions := form.get(f"regions.{clock}"):
            one["regions"] = _pairs(regions)
        if one:
            changed[clock] = one
    return {"clocks": changed}


def calendar(form: Form, body: Body, now: InForce) -> Body:
    """The days that are kept, and one more."""
    days = {day: known for day, known in body.get("days", {}).items() if day not in form.all("gone")}
    if day := form.get("day"):
        days[day] = {"working": form.get("working") == "1", "name": form.get("what")}
    return {"days": days}


def notices(form: Form, body: Body, now: InForce) -> Body:
    """The wordings of one notice."""
    name = form.get("name")
    if name not in now.wordings:
        raise Unreadable(name)
    changed = [
        {**wording.model_dump(mode="json"), "zh": form.get(f"zh.{at}"), "en": form.get(f"en.{at}")}
        for at, wording in enumerate(now.wordings[name])
    ]
    return {"wordings": {**body.get("wordings", {}), name: changed}}


def papers(form: Form, body: Body, now: InForce) -> Body:
    """The texts of one paper's parts, or the offices."""
    name = form.get("name")
    if name == "offices":
        return {**body, "offices": _offices(form, body)}
    if name not in now.templates:
        raise Unreadable(name)
    template = now.templates[name].model_dump(mode="json")
    for field in ("zh", "en", "word"):
        template[field] = form.get(field) or template[field]
    for part in template["parts"]:
        for field in ("zh", "en", "text", "hint", "hint_en"):
            if (key := f"{field}.{part['id']}") in form.fields:
                part[field] = form.get(key)
    return {**body, "templates": {**body.get("templates", {}), name: template}}


def helplines(form: Form, body: Body, now: InForce) -> Body:
    """One line, which numbers are named for which danger, or what a region has instead."""
    name, lines = form.get("name"), dict(body["lines"])
    if name == "kinds":
        kinds = {kind: _numbers(form.get(f"kind.{kind}")) for kind in body["kinds"]}
        return {**body, "kinds": kinds, "regions": _regional(form, body)}
    number = form.get("number") or name
    if form.get("remove"):
        lines.pop(name, None)
    else:
        lines[number] = {field: form.get(field) for field in ("zh", "en", "open", "source", "checked")}
    return {**body, "lines": lines}


def timers(form: Form, body: Body, now: InForce) -> Body:
    """The spans."""
    return {name: _whole(form.get(name)) for name in vars(now.timers)}


READERS: Mapping[PolicyKind, Callable[[Form, Body, InForce], Body]] = {
    PolicyKind.LIMITS: limits,
    PolicyKind.CALENDAR: calendar,
    PolicyKind.NOTICES: notices,
    PolicyKind.PAPERS: papers,
    PolicyKind.HELPLINES: helplines,
    PolicyKind.TIMERS: timers,
}


def previews(kind: PolicyKind, name: str, form: Form, now: InForce, language: str) -> list[tuple[str, str]]:
    """What a citizen would read, in both languages, for every wording of a notice: as typed, else as in force."""
    if kind is not PolicyKind.NOTICES or name not in now.wordings:
        return []
    shown = []
    for at, wording in enumerate(now.wordings[name]):
        texts = form.get(f"zh.{at}") or wording.zh, form.get(f"en.{at}") or wording.en
        shown.append((_filled(texts[0], 0), _filled(texts[1], 1)))
    return shown


class _Samples(dict[str, str]):
    def __missing__(self, gap: str) -> str:
        return f"〈{gap}〉"


def _filled(text: str, language: int) -> str:
    samples = _Samples({gap: words[language] for gap, words in SAMPLES.items()})
    try:
        return text.format_map(samples)
    except (ValueError, IndexError, AttributeError, KeyError):
        # A brace left open: shown as it was typed, and refused when it is to be kept.
        return text


def _offices(form: Form, body: Body) -> Body:
    offices = {code: known for code, known in body.get("offices", {}).items() if code not in form.all("gone")}
    if region := form.get("region"):
        offices[region] = {"name": form.get("office"), "sign": form.get("sign")}
    return offices


def _regional(form: Form, body: Body) -> Body:
    """Lines `3607 violence 0797-110 110`, one a region and danger."""
    regions: Body = {}
    for line in form.get("regions").splitlines():
        words = line.split()
        if len(words) == 0:
            continue
        if len(words) < 3:
            raise Unreadable(line)
        regions.setdefault(words[0], {})[words[1]] = words[2:]
    return regions


def _numbers(text: str) -> list[str]:
    return [number for number in re.split(r"[\s,，、]+", text) if number]


def _pairs(text: str) -> dict[str, int]:
    parts = [part for part in re.split(r"[\s,，;；]+", text.strip()) if part]
    found = [_PAIR.fullmatch(part) for part in parts]
    if not all(found):
        raise Unreadable(text)
    return {match[1]: int(match[2]) for match in found if match}


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < len(str(LARGEST))):
        raise Unreadable(text)
    return int(text)
