"""The trained matter model; and spaCy 3.7, which warns while it is imported and is silent afterwards."""

import warnings

import pytest

from nlu.text.matter_model import CommonModel
from nlu.text.matter_training import train_common

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import spacy  # noqa: F401


@pytest.fixture(scope="session")
def common() -> CommonModel:
    """The common matter model, trained as `fengqiao train` does it."""
    return train_common()
