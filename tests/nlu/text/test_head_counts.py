"""How many, said without a number or in English."""

import pytest

from nlu.text.head_counts import answered_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("就俺家", 1),
        ("就我们家，4口人", 4),
        ("二区这一排，东边七家，西边六家，十三家都停了。", 13),
        ("我家四口加隔壁老李家三口", 7),
        ("我们病区五个，加二楼四个，都没拿到", 9),
        ("我们班组十二个人，走了俩，还剩十个没拿到钱的", 10),
        ("俺和俺老伴，还有个孙子跟着俺们过", 3),
        ("我，我媳妇，俩娃，还有我爹", 5),
        ("六户人家，每家四口，都一样", 24),
        ("23户 87人", 87),
        ("七个 不对 八个 还有小刘忘算了", 8),
        ("四百六十户，按三口算差不多一千三百八", 1380),
        ("一家仨人", 3),
        ("我跟两个弟弟家，拢共十四口人", 14),
        ("跟我一样没领到的一共六个女的", 6),
        ("别家我不清楚，那就写1吧", 1),
        ("小的还没满月，不算就3", 3),
        ("我小孩", 1),
        ("我爸", 1),
        ("just me", 1),
        ("only me", 1),
        ("me", 1),
        ("one, me", 1),
        ("nobody else", 1),
        ("我和孩子", 2),
        ("老两口", 2),
        ("me and my wife", 2),
        ("my family, 3", 3),
        ("three of us", 3),
        ("about thirty families", 30),
        ("七八户", 7),
        ("就她自己", 1),
        ("涉及我爱人一人", 1),
        ("仅本人，即壹人", 1),
        ("就仨人，我跟俩闺女。旁人家我不管", 3),
        ("卅二个，连我", 32),
        ("我同老公两人。听讲有二百户，但我只代表自己", 2),
        ("一百零八人，三十一户", 108),
        ("屋里头五口人，三个老的", 5),
        ("全村", None),
        ("不知道", None),
        ("a few", None),
        ("between 20 and 30", None),
    ],
)
def test_an_answer_in_words(text: str, count: int | None) -> None:
    assert answered_count(text) == count
