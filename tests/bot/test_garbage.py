"""When Python looks for garbage."""

import gc

from bot.garbage import no_search_while_starting, search_from_now


def test_a_start_is_not_searched_and_what_comes_after_it_is() -> None:
    try:
        no_search_while_starting()
        assert not gc.isenabled()
        search_from_now()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.enable()
