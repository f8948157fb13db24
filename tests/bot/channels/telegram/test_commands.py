import pytest

from bot.channels.telegram.commands import read_command


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/start", "/greet"),
        ("/START", "/greet"),
        (" /start ", "/greet"),
        ("/start@fengqiao_bot", "/greet"),
        ("/start ABCD-EFGH-JKMNP", '/resume_draft{"code": "ABCD-EFGH-JKMNP"}'),
        ("/start abcdefghjkmnp", '/resume_draft{"code": "abcdefghjkmnp"}'),
        ("/start ABCD EFGH JKMNP", '/resume_draft{"code": "ABCD EFGH JKMNP"}'),
        ("/start@fengqiao_bot ABCD-EFGH-JKMNP", '/resume_draft{"code": "ABCD-EFGH-JKMNP"}'),
        ("/start poster", "/greet"),
        ("/help", "/help"),
        ("/cancel", "/cancel"),
        ("/status", "/ask_status"),
        ("/new", "/new_petition"),
        ("/human", "/ask_human"),
    ],
)
def test_commands_become_payloads(text: str, payload: str) -> None:
    assert read_command(text) == (payload, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("村里的路断了", "村里的路断了"),
        ("/", "/"),
        ("/我要投诉", "/我要投诉"),
        ("/unknown 路断了", "/unknown 路断了"),
        ("1/2 的钱没给", "1/2 的钱没给"),
        ("/new 村里的路断了\n三年了", "村里的路断了\n三年了"),
        ("/start 你好我要投诉", "你好我要投诉"),
        ("/start my house was demolished", "my house was demolished"),
        ("/helpme", "/helpme"),
        ("", ""),
    ],
)
def test_all_else_is_heard_as_words(text: str, words: str) -> None:
    assert read_command(text) == ("", words)
