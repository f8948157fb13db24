"""Every address has a guard."""

from console.auth import ANYONE
from console.routes import ROUTES


def test_only_signing_in_and_our_own_files_are_for_everybody() -> None:
    assert {route.path.split("/{")[0] for route in ROUTES if route.roles is ANYONE} == {
        "/sign-in",
        "/sign-in/code",
        "/static",
    }


def test_everything_that_changes_something_is_a_post() -> None:
    assert {route.method for route in ROUTES} == {"GET", "POST"}
    changing = {"sign_out", "take_step", "unmask_case", "retry", "other_means", "unstick", "reset", "disable"}
    changing |= {"take_alert", "close_alert"}
    assert {route.method for route in ROUTES if route.name in changing} == {"POST"}
