import pytest

from fieldstudy.errors import StudyError
from fieldstudy.release.undecided import undecided


def waiting(count: int) -> list[dict[str, str]]:
    return [{"measure": "names undecided", "value": str(count)}]


def test_release_stops_while_a_name_waits() -> None:
    with pytest.raises(StudyError, match="1 names wait for a decision"):
        undecided(waiting(1), "stop")


def test_release_goes_on_when_all_is_decided_or_config_says_masked() -> None:
    assert undecided(waiting(0), "stop") == 0
    assert undecided(waiting(65), "masked") == 65


def test_other_ways_are_told() -> None:
    with pytest.raises(StudyError, match="'yes' is no way; allowed: stop, masked"):
        undecided(waiting(0), "yes")
