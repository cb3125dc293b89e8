"""Options and fixtures shared by all tests."""

import signal

import pytest
from hypothesis import HealthCheck, settings

# A test run in the background may inherit that Ctrl-C is ignored, and hand it on to what it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples in every run, and no deadlines: a busy machine finds no faults. ``--hypothesis-profile=search``
# tries others.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files with today's output")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
