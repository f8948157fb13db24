"""The description of the API is complete and true."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from console.api import ROUTES
from console.openapi import describe
from console.schemas import SCHEMAS
from tests.support.console import House


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of each operation."""
    for path, item in describe("/api")["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


async def test_every_route_is_described_and_nothing_else(house: House) -> None:
    api = next(app for app in house.client.app._subapps if "openapi" in app.router)  # type: ignore[union-attr]
    served = {
        (route.method, route.resource.canonical.removeprefix("/api")) for route in api.router.routes() if route.resource
    }
    assert {(method, path) for method, path, _ in operations()} == served
    assert len(served) == len(ROUTES)


async def test_the_description_is_for_everybody_and_names_where_the_api_is(house: House) -> None:
    answer = await house.client.get("/api/openapi.json")
    description = await answer.json()
    assert answer.status == 200
    assert description["openapi"] == "3.1.0"
    assert description["servers"] == [{"url": "/api"}]


def test_every_hole_of_a_path_is_described() -> None:
    for _, path, operation in operations():
        holes = {part.strip("{}") for part in path.split("/") if part.startswith("{")}
        described = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
        assert described == holes


def test_every_operation_has_its_own_name_and_tells_its_refusals() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names)
    for method, path, operation in operations():
        refused = set(operation["responses"]) - {"200"}
        assert refused >= ({"401", "403"} if path != "/openapi.json" else set())
        assert ("409" in refused) == (method == "POST")


def test_every_schema_is_one_and_every_reference_leads_to_one() -> None:
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
    assert set(_references(describe("/api"))) == {f"#/components/schemas/{name}" for name in SCHEMAS}


def _references(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name == "$ref":
                yield value
            else:
                yield from _references(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _references(value)
