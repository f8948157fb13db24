"""How many people an English answer means, listed, counted or summed."""

import pytest

from nlu.text.english_heads import english_heads


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("My family, we are four with the two children", 4),
        ("me and daughter, two person", 2),
        ("just moi", 1),
        ("My regular students are 26, plus we are two teachers, 28 total.", 28),
        ("In my house 2, me and the missus", 2),
        ("We are 6 Filipinas in the same house, ma'am", 6),
        ("about thirty units in the lane la", 30),
        ("not sure but the wechat group has 318 ppl in it", 318),
        ("64 households, my wife says 230 are on the register, and me, since I am not on it. 231, ha.", 231),
        ("My mother is affected", 1),
        ("We are me, my companion and her mother, and the signora on ground floor has also the wet, so four.", 4),
        ("we are me, 2 brazilians more, one guy of Serbia and 3 chinese. do the math, 7", 7),
        ("Three households with four people each", 12),
        ("half a dozen workers, all from Gansu", 6),
        ("Eighteen hundred students", 1800),
        ("twenty-two pupils plus their teacher", 23),
        ("26 children, 26 families... I counted parents also, so 78 people? No, just write 26.", 26),
        ("me", 1),
        ("nobody apart from me", 1),
        ("solely me, madam", 1),
        ("just old granny", 1),
        ("only me, my sister", 1),
        ("at the moment just this one person, I", 1),
        ("only my stall, so put one", 1),
        ("hubby and me", 2),
        ("me and the wife", 2),
        ("I and my spouse", 2),
        ("both of us", 2),
        ("it's just us two", 2),
        ("me and my friend Ade were both stopped, so two", 2),
        ("my aunt, my uncle and me", 3),
        ("three of us, me and two cousins", 3),
        ("me, plus two coworkers", 3),
        ("my parents and me", 3),
        ("we're a family of four", 4),
        ("me, my mother and my two sons", 4),
        ("six altogether, two are toddlers", 6),
        ("me and five other workers", 6),
        ("14 families, heads I cannot count", 14),
        ("31, as I told you, the whole class", 31),
        ("thirty-eight riders", 38),
        ("a dozen shops", 12),
        ("over 200 households", 200),
    ],
)
def test_heads_are_counted(answer: str, count: int) -> None:
    assert english_heads(answer) == count


@pytest.mark.parametrize(
    "answer",
    [
        "my kids and me",
        "Every day 380 for the storage. Every day!",
        "Hold on, the group is going crazy again, 140 messages.",
        "the whole of building 6, no idea how many",
        "everyone in block 3",
        "room 12",
        "for 3 years",
        "I don't know",
        "50 to 60 people",
        "none",
        "The baby is very good, 3.2 kg",
        "I am shivering, excuse me one minute.",
        "haha how many people, that's a good one, half of the city?",
        "We are 3 months without pay",
    ],
)
def test_what_counts_nobody_is_no_number(answer: str) -> None:
    assert english_heads(answer) is None
