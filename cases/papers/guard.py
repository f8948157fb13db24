"""What a paper about a sealed case may not say (Art. 30(3))."""

import re
from collections.abc import Mapping

from cases.errors import NotAllowed
from cases.papers.kinds import PaperTemplate
from cases.tables import PetitionRow

_BLANK = re.compile(r"\s+")
_SHORTEST = 2
SECRETS = ("petitioner_name", "petitioner_phone", "petitioner_address", "id_number")


def keep_the_accuser_secret(row: PetitionRow, template: PaperTemplate, contents: Mapping[str, str]) -> None:
    """Refuse a paper that would tell the accused who accused them, or be sent to them.

    Raises `NotAllowed` naming what gives the petitioner away, never their data.
    """
    if not row.sealed or template.to == "petitioner":
        return
    text = _plain("\n".join(contents.values()))
    told = [name for name in SECRETS if len(secret := _plain(getattr(row, name))) >= _SHORTEST and secret in text]
    if told:
        raise NotAllowed(f"the paper names the accuser: {', '.join(told)}")
    accused = _plain(row.respondent)
    reached = [_plain(contents.get(name, "")) for name in ("addressee", "copies")]
    if accused and any(one and (accused in one or one in accused) for one in reached):
        raise NotAllowed("the paper is addressed to those it is about")


def _plain(text: str) -> str:
    return _BLANK.sub("", text)
