"""One product for all whole conversations: the real model, served in this process."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.real_product import RestCitizen, RunningProduct, WebCitizen, fitting_model, running


@pytest.fixture(scope="session")
def model() -> Path:
    return fitting_model()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[RunningProduct]:
    with running(tmp_path_factory.mktemp("product"), model) as product:
        yield product


@pytest.fixture
def rest(product: RunningProduct) -> RestCitizen:
    """A citizen nobody has heard of yet."""
    return product.citizen(f"citizen-{uuid4().hex[:12]}")


@pytest.fixture
def web(product: RunningProduct) -> Callable[[], WebCitizen]:
    return lambda: WebCitizen(product, uuid4().hex)
