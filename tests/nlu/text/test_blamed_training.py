"""Learning whom a story complains about."""

from nlu.text.blamed_training import our_stories, train_blamed
from nlu.text.called_parties import called_parties
from nlu.text.normalise import fold_spoken as fold
from nlu.text.respondents import find_respondents

NAMES = ("清泉", "宏光", "万里", "新城", "金桥", "东湖", "北斗", "长征")


def test_it_learns_who_did_it() -> None:
    told = [(f"{name}拖欠工资，去找了{other}。", name) for name, other in zip(NAMES, NAMES[::-1], strict=True)]
    asked = [(f"去找了{name}。", None) for name in NAMES]
    model = train_blamed([*told, *asked], rounds=30)
    for text, blamed in (("山海拖欠工资，去找了明月。", "山海"), ("去找了山海。", None)):
        folded = fold(text)
        found = model.likeliest(folded, find_respondents(text), called_parties(text, folded))
        assert (text[found.start : found.end] if found and found.share > 0.5 else None) == blamed


def test_what_is_blamed_stands_in_its_story() -> None:
    stories = our_stories()
    assert len(stories) > 700
    assert not [text for text, blamed in stories if blamed and blamed not in text]
    assert len({text for text, _ in stories}) == len(stories)
