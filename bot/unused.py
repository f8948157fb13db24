"""Libraries that Rasa imports for channels, brokers, stores and components this product does not use.

Rasa imports all of them to offer any of them: a third of its start and of its memory. Before Rasa is imported to serve,
inert stand-ins take their places (those of `lean/`); what would really use one fails with a clear sentence.
"""

import sys
from collections.abc import Collection

CLIENTS = (
    "aiogram",
    "aio_pika",
    "apscheduler",
    "boto3",
    "botocore",
    "confluent_kafka",
    "fbmessenger",
    "google",
    "matplotlib",
    "mattermostwrapper",
    "prompt_toolkit",
    "pymongo",
    "questionary",
    "redis",
    "rocketchat_API",
    "sentry_sdk",
    "slack_sdk",
    "socketio",
    "spacy.cli",
    "twilio",
    "webexteamssdk",
)


TRAINERS = ("sklearn",)
"""Only training needs them: a process that serves and never trains does without."""


def leave_out(libraries: Collection[str] = CLIENTS) -> tuple[str, ...]:
    """Put stand-ins in place of the libraries that are not imported yet; their names.

    With the real TensorFlow installed there are no stand-ins to use, and nothing is left out.
    """
    try:
        from tensorflow._inert import stand_in  # type: ignore[import-untyped]
    except ImportError:
        return ()
    names = tuple(name for name in libraries if name not in sys.modules)
    for name in names:
        stand_in(name)
    return names
