"""No log line carries a citizen's word, whoever writes it. Each test runs in a process of its own."""

import importlib.util
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bot.logs import RASA_EVENT
from bot.settings import ROOT

WORDS = "王建国13800000001"


def logged(program: str, *, level: str = "INFO") -> str:
    """What a program that configured our logging leaves on its outputs. It has `words`, `logging` and `structlog`."""
    start = "import asyncio, logging, sys, structlog, warnings\nfrom bot.logs import configure_logging\n"
    start += f"words = {WORDS!r}\nconfigure_logging({level!r})\n"
    ended = subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(program)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == ""
    return ended.stderr


def test_an_exception_is_logged_by_kind_and_place() -> None:
    said = logged(
        """
        def fails():
            raise ValueError(f"cannot read {words}")
        try:
            fails()
        except ValueError:
            logging.getLogger("bot.x").exception("it failed")
        """
    )
    assert WORDS not in said
    assert re.search(r"ERROR bot\.x: it failed\nValueError at fails <string>:\d+ < <module> <string>:\d+", said)


@pytest.mark.parametrize(
    "raising",
    [
        "raise KeyError(words)",
        "raise RuntimeError('outer') from ValueError(words)",
        "raise ExceptionGroup(words, [ValueError(words)])",
        "error = ValueError('x'); error.add_note(words); raise error",
        "exec(compile(f'a = {words!r} 1', words, 'exec'))",
    ],
)
def test_an_exceptions_words_are_nowhere_however_they_are_carried(raising: str) -> None:
    said = logged(
        f"""
        try:
            {raising}
        except Exception:
            logging.getLogger("x").exception("it failed", stack_info=True)
            structlog.get_logger("x").exception("it failed too")
            structlog.get_logger("x").error("and again", exc_info=True)
        """
    )
    assert WORDS not in said
    assert "13800000001" not in said
    assert said.count("failed") == 2
    assert "Error at <module>" in said or "ExceptionGroup at <module>" in said


def test_a_traceback_that_another_handler_wrote_first_is_not_taken_over() -> None:
    said = logged(
        """
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "it failed", None, None)
        record.exc_text = f"Traceback ... {words}"
        logging.getLogger("x").handle(record)
        """
    )
    assert "it failed" in said
    assert WORDS not in said


def test_an_exception_that_is_none_is_no_trouble() -> None:
    said = logged("logging.getLogger('x').error('no exception here', exc_info=True)")
    assert said.rstrip().endswith("no exception here")


def test_a_task_that_nobody_waited_for_is_reported_without_its_words() -> None:
    said = logged(
        """
        async def main():
            async def fails():
                raise ValueError(words)
            task = asyncio.create_task(fails(), name=words)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            del task
            import gc
            gc.collect()
        asyncio.run(main())
        """
    )
    assert "Task exception was never retrieved" in said
    assert "ValueError at fails" in said
    assert WORDS not in said


def test_rasas_structured_events_pass_by_name_only() -> None:
    said = logged(
        """
        log = structlog.get_logger("rasa")
        log.warning("event.deserialization.failed", rasa_event={"text": words}, text=words)
        log.error("processor.extract_slots", message=words)
        log.info("interpolator.interpolate.text", response=words)
        """
    )
    assert WORDS not in said
    assert [line.split("event=")[1] for line in said.splitlines()] == [
        "event.deserialization.failed",
        "processor.extract_slots",
        "interpolator.interpolate.text",
    ]


def test_our_own_events_keep_their_figures() -> None:
    said = logged("structlog.get_logger().warning('turn failed', channel='telegram', tries=2)")
    assert re.fullmatch(r'timestamp=\S+Z level=warning event="turn failed" channel=telegram tries=2\n', said)


def test_every_structured_event_of_rasa_is_known_by_its_form() -> None:
    """Read from its source: what looks like one of ours would be logged with all that Rasa put into it."""
    spec = importlib.util.find_spec("rasa")
    assert spec is not None
    (folder,) = spec.submodule_search_locations or ()
    names = {
        name
        for path in Path(folder).rglob("*.py")
        for name in re.findall(r"structlogger\.\w+\(\s*f?\"([^\"]+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(names) > 20
    assert {name for name in names if not RASA_EVENT.fullmatch(name.replace("{", "").replace("}", ""))} == set()


def test_no_event_of_ours_is_taken_for_one_of_rasas() -> None:
    calls = re.compile(r"\blog\.(?:info|warning|error)\(\s*\"([^\"]+)\"")
    ours = [name for path in (ROOT / "bot").rglob("*.py") for name in calls.findall(path.read_text(encoding="utf-8"))]
    assert ours
    assert [name for name in ours if RASA_EVENT.fullmatch(name)] == []


@pytest.mark.parametrize("level", ["DEBUG", "debug", "NOTSET", "nonsense", "INFO"])
def test_nothing_below_info_can_be_switched_on(level: str) -> None:
    said = logged(
        """
        for name in ("rasa", "x", "telegram", "httpx", "aiohttp.access"):
            logging.getLogger(name).debug(words)
        structlog.get_logger().debug("parsed", text=words)
        logging.getLogger("x").info("shown")
        structlog.get_logger().info("shown too")
        """,
        level=level,
    )
    assert WORDS not in said
    assert said.count("shown") == 2


def test_libraries_that_print_what_is_said_are_heard_from_warnings_on() -> None:
    said = logged(
        """
        for name in ("rasa.core.processor", "rasa_sdk.executor", "sqlalchemy.engine", "httpx", "telegram.Bot"):
            logging.getLogger(name).info(words)
        warnings.warn(f"could not parse {words}")
        """
    )
    assert said == ""


def test_a_higher_level_is_obeyed() -> None:
    said = logged("logging.getLogger('x').info('i'); structlog.get_logger().warning('w')", level="error")
    assert said == ""
