"""Plain functions that read Chinese petitions: no Rasa, no network, importing does nothing."""
