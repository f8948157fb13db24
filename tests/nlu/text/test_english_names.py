"""The name in an English answer, whatever stands around it."""

import pytest

from nlu.text.english_names import english_name


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Md. Anwar Hossain. I lead the class", "Md. Anwar Hossain"),
        ("Dr. Ravi Menon", "Dr. Ravi Menon"),
        ("Mrs Philippa Hargreaves", "Philippa Hargreaves"),
        ("Everyone calls me Sam but it's Samuel Okafor, that is how it is in the passport.", "Samuel Okafor"),
        ("Katya... I mean in documents Ekaterina Volkova.", "Ekaterina Volkova"),
        ("My good name is Rajesh Kumar Iyer.", "Rajesh Kumar Iyer"),
        ("dauren bekzhanov i will spell d a u r e n", "dauren bekzhanov"),
        ("surname Mo, given name Lanying", "Mo Lanying"),
        ("Sipho Ndlovu but everybody calls me Sips", "Sipho Ndlovu"),
        ("use my aunt's name please: Chan Mei Ling", "Chan Mei Ling"),
        ("put my wife, Zhou Lihua", "Zhou Lihua"),
        ("If you insist. Helen Fong", "Helen Fong"),
        ("name na Chinedu Okafor", "Chinedu Okafor"),
        ("i am fatou diallo, a trader", "fatou diallo"),
        ("ROGER FIELDING", "ROGER FIELDING"),
        ("Siobhan O'Reilly", "Siobhan O'Reilly"),
        ("Yusuf bin Ibrahim", "Yusuf bin Ibrahim"),
        ("J. P. Morrow", "J. P. Morrow"),
        ("Park Seo-yeon, family name Park", "Park Seo-yeon"),
        ("emma wilson, i rent the flat", "emma wilson"),
        ("Aleksandra Nowak (Ola)", "Aleksandra Nowak"),
        ("register it under my father's name, Gu Wenbo", "Gu Wenbo"),
        ("Lee Soo-min at your service", "Lee Soo-min"),
        ("kim", "kim"),
    ],
)
def test_a_name_is_found(answer: str, name: str) -> None:
    assert english_name(answer) == name


@pytest.mark.parametrize(
    "answer",
    [
        "why do you need it",
        "I would rather not",
        "Sorry my fingers tremble",
        "I will not say my name",
        "God bless you",
        "Must I?",
        "put my husband",
        "yes, but keep my name out of it",
    ],
)
def test_what_is_none_is_left(answer: str) -> None:
    assert english_name(answer) is None
