"""What the API answers is what its description says, whatever is asked: schemathesis tries."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cases import Role
from console.openapi import describe
from tests.support.console import House, file_case

EXAMPLES = 8


def try_all(base: str, token: str) -> list[str]:
    """Call every operation with what its description allows, and with what it does not; gives what went wrong."""
    import schemathesis
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    schema = schemathesis.openapi.from_dict(describe(base))
    wrong: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            response = case.call(base_url=base, headers={"Authorization": f"Bearer {token}"})
            # What a step must carry depends on the step and the case, which no schema of a body can say.
            left_out = [positive_data_acceptance] if case.method == "POST" else []
            given_headers = {"Authorization": f"Bearer {token}"}
            case.validate_response(response, headers=given_headers, excluded_checks=left_out)

        try:
            ask()
        except* Exception as errors:
            wrong += [f"{operation.label}: {error}" for error in errors.exceptions]
    return wrong


@pytest.mark.filterwarnings("ignore")
async def test_answers_are_as_described(house: House) -> None:
    file_case(house.register)
    token = house.register.staff.issue_token("contract", list(Role), days=1)
    base = str(house.client.make_url("/api"))
    wrong = await asyncio.to_thread(try_all, base, token)
    assert not wrong, "\n\n".join(wrong)
