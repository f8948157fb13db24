import asyncio

from bot.channels.telegram.pacing import Pacer


class Time:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(time: Time, *, per_second: float = 1000, burst: int = 1) -> Pacer:
    return Pacer(per_second=per_second, per_chat=1, burst=burst, now=time, sleep=time.sleep)


async def passed(pacer: Pacer, time: Time, *chats: int) -> list[float]:
    moments = []
    for chat in chats:
        await pacer.wait(chat)
        moments.append(round(time.now - 100, 3))
    return moments


async def test_one_message_a_second_to_a_chat() -> None:
    time = Time()
    assert await passed(paced(time), time, 1, 1, 1) == [0, 1, 2]


async def test_a_short_burst_passes_at_once_and_is_paid_back() -> None:
    time = Time()
    assert await passed(paced(time, burst=3), time, 1, 1, 1, 1, 1) == [0, 0.001, 0.002, 1, 2]


async def test_a_rested_chat_may_burst_again_but_not_more() -> None:
    time = Time()
    pacer = paced(time, burst=2)
    await passed(pacer, time, 1, 1)
    time.now += 3600
    assert [round(moment - 3600, 2) for moment in await passed(pacer, time, 1, 1, 1)] == [0, 0, 1]


async def test_all_chats_together_keep_the_overall_rate() -> None:
    time = Time()
    assert await passed(paced(time, per_second=25), time, 1, 2, 3, 4) == [0, 0.04, 0.08, 0.12]


async def test_a_waiting_chat_does_not_hold_up_another() -> None:
    time = Time()
    woken = asyncio.Event()

    async def sleep(_: float) -> None:
        await woken.wait()

    pacer = Pacer(per_second=1000, per_chat=1, burst=1, now=time, sleep=sleep)
    await pacer.wait(1)
    waiting = asyncio.create_task(pacer.wait(1))
    await asyncio.sleep(0)
    time.now += 0.5
    await pacer.wait(2)
    assert not waiting.done()
    woken.set()
    await waiting


async def test_chats_long_silent_are_forgotten() -> None:
    time = Time()
    pacer = paced(time, per_second=1e9)
    for chat in range(10_000):
        await pacer.wait(chat)
    time.now += 10
    await pacer.wait(-1)
    assert await passed(pacer, time, -1) == [11]
    assert len(pacer._chats) == 1
