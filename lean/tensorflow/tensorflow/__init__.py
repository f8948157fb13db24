"""An inert stand-in for TensorFlow: see lean/README.md."""

from tensorflow._inert import NeedsTensorFlow, install

__all__ = ["NeedsTensorFlow"]
__version__ = "2.12.0"

install(__name__)
