"""Who may come in."""

import pytest

from app.live.house import EXPECTED, FULL, House
from app.live.processor import ENTITLED, KNOWN, MEMORY, Processor
from tests.support.clock import Clock, stopped_clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return stopped_clock(monkeypatch)


def test_no_more_come_in_than_there_are_places(clock: Clock) -> None:
    house = House(Processor(), most=3)
    places = [house.enter() for _ in range(5)]
    assert [place is not None for place in places] == [True] * 3 + [False] * 2
    assert house.taken == 3


def test_a_place_that_is_left_can_be_taken_and_is_left_once(clock: Clock) -> None:
    house = House(Processor(), most=1)
    first = house.enter()
    assert first is not None
    first.leave()
    first.leave()
    assert house.taken == 0
    second = house.enter()
    assert second is not None
    first.leave()
    assert house.taken == 1


def test_a_rush_fills_the_house_with_what_is_expected_of_each(clock: Clock) -> None:
    house = House(Processor(), most=500)
    rush = [house.enter() for _ in range(500)]
    assert sum(place is not None for place in rush) == int(FULL / EXPECTED)


def test_who_takes_little_makes_room_once_that_is_known(clock: Clock) -> None:
    house = House(Processor(), most=500)
    rush = [house.enter() for _ in range(500)]
    clock.now += KNOWN
    more = [house.enter() for _ in range(500)]
    assert sum(place is not None for place in more) >= int(0.9 * FULL / EXPECTED)
    assert rush


def test_who_comes_is_thought_to_take_what_the_others_take(clock: Clock) -> None:
    house = House(Processor(), most=500)
    here = [house.enter() for _ in range(8)]
    clock.now += KNOWN
    for place in here:
        assert place is not None
        place.share.charge(ENTITLED * MEMORY, clock.now)
    rush = [place for _ in range(500) if (place := house.enter())]
    assert len(rush) == int(FULL / ENTITLED) - 8


def test_who_takes_much_does_not_fill_the_house_alone(clock: Clock) -> None:
    house = House(Processor(), most=500)
    heavy = [house.enter() for _ in range(20)]
    for place in heavy:
        assert place is not None
        place.share.charge(MEMORY, clock.now)
    assert house.enter() is not None
    assert 20 * ENTITLED < FULL / 2


def test_nobody_comes_in_while_those_who_are_here_are_late(clock: Clock) -> None:
    house = House(Processor(), most=500)
    here = house.enter()
    assert here is not None
    for _ in range(300):
        here.share.note(1.0)
    assert house.enter() is None
    here.leave()
    again = house.enter()  # nobody is here whom it could make late
    assert again is not None
    assert house.enter() is None
    clock.now += 10
    assert house.enter() is not None


def test_a_glance_is_let_in_for_as_long_as_there_are_places(clock: Clock) -> None:
    house = House(Processor(), most=200)
    rush = [place for _ in range(500) if (place := house.enter())]
    assert house.enter() is None
    glances = [house.enter(glance=True) for _ in range(200)]
    assert sum(place is not None for place in glances) == 200 - len(rush)
