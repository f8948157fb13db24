"""An inert stand-in for keras: see lean/README.md."""

from tensorflow._inert import install

__version__ = "2.12.0"

install(__name__)
