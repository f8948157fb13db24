"""Near copies share a group."""

from nlu.text.copies import group_copies, shingles

LETTER = "我们小区的电梯三天两头坏，老人上下楼要爬十几层，找物业找了半年没人修，请有关部门来看一看。"


def test_a_letter_sent_twice_with_small_changes_is_one() -> None:
    again = LETTER.replace("请有关部门", "恳请有关部门领导").replace("，", " ")
    other = "村口的桥断了两个月，孩子上学要绕五里山路，什么时候能修好。"
    first, second, third = group_copies([LETTER, other, again])
    assert first == third
    assert first != second


def test_politeness_alone_makes_no_copy() -> None:
    letters = (f"尊敬的领导您好，{one}，希望您重视，谢谢" for one in ("路灯坏了很久没人管", "医保卡一直没有办下来"))
    groups = group_copies(list(letters))
    assert groups[0] != groups[1]


def test_copies_of_copies_are_one_group() -> None:
    parts = [f"第{number}段写的是{word}的事情经过" for number, word in enumerate("甲乙丙丁戊己庚辛")]
    texts = ["。".join(parts[at : at + 6]) for at in range(3)]
    assert len(set(group_copies(texts))) == 1


def test_very_short_texts_have_a_piece_too() -> None:
    assert shingles("你好！") == {"你好"}
    assert group_copies(["你好", "再见"]) == [0, 1]
