"""spaCy 3.7 warns while it is imported beside a newer click and pyparsing; afterwards it is silent."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import spacy  # noqa: F401
