"""The web chat on a real port, which can be stopped and started again: for tests that drive a browser."""

from aiohttp import web

from tests.support.web_receiver import EchoReceiver, web_app


class Site:
    """A web chat."""

    def __init__(self, receiver: EchoReceiver) -> None:
        self.receiver = receiver
        self._port = 0
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self._port}"

    async def start(self) -> None:
        """Listen; on the same port again after a `stop`."""
        self.receiver.sender = None
        self._runner = web.AppRunner(web_app(self.receiver, clock=self.receiver.clock), shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "localhost", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Go away, as a server that is restarted does."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
