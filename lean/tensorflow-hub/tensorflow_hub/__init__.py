"""An inert stand-in for tensorflow-hub: see lean/README.md."""

from tensorflow._inert import install

__version__ = "0.13.0"

install(__name__)
