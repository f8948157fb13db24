"""The browser that tests drive: Debian's chromium."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser. Without one the test is skipped, except where nothing may be missing."""
    path = shutil.which("chromium")
    if path is None:
        if os.getenv("CI") == "true":
            pytest.fail("there is no chromium")
        pytest.skip("there is no chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where FENGQIAO_SCREENSHOTS says."""
    if folder := os.getenv("FENGQIAO_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")


async def violations(page: Page) -> list[str]:
    """What hinders people on this page, as axe finds it."""
    results = await Axe().run(page)
    return [
        f"{found['id']}: {node['html']} — {node.get('failureSummary', '')}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]
