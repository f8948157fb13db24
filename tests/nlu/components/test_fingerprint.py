"""A changed word list or helper must retrain the model."""

from pathlib import Path

from nlu.components.fingerprint import fingerprint_of_sources


def _sources(folder: Path) -> Path:
    for name, text in (("text/risk.py", "1"), ("lexicon/risk.yml", "a: 1"), ("lexicon/README.md", "read me")):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_changes_with_a_word_list_and_with_a_helper(tmp_path: Path) -> None:
    folder = _sources(tmp_path)
    before = fingerprint_of_sources(folder)
    (folder / "lexicon/risk.yml").write_text("a: 2", encoding="utf-8")
    changed = fingerprint_of_sources(folder)
    (folder / "text/risk.py").write_text("2", encoding="utf-8")
    assert len({before, changed, fingerprint_of_sources(folder)}) == 3


def test_does_not_change_with_what_teaches_nothing(tmp_path: Path) -> None:
    folder = _sources(tmp_path)
    before = fingerprint_of_sources(folder)
    (folder / "lexicon/README.md").write_text("other words", encoding="utf-8")
    (folder / "text/__pycache__").mkdir()
    (folder / "text/__pycache__/risk.pyc").write_bytes(b"1")
    assert fingerprint_of_sources(folder) == before


def test_covers_our_own_sources() -> None:
    assert len(fingerprint_of_sources()) == 64
