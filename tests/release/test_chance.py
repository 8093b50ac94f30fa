"""A short name that chance spells in packed bytes stops no release; one in a text does."""

from __future__ import annotations

from fieldstudy.release.scan import Scanner

REGISTER = [
    {"entity": "p1", "kind": "participant", "name": "Iain Tarrowby", "aliases": "", "role": ""}
]


def kinds(text: str, sure: bool) -> set[str]:
    scanner = Scanner(REGISTER, [], [], [])
    return {kind for _, kind, _ in scanner.find(text, sure)}


def test_a_short_name_counts_in_text_and_not_in_what_may_be_none() -> None:
    assert kinds("\x8fr4 íain{ag", True) == {"participant"}
    assert kinds("\x8fr4 íain{ag", False) == set()


def test_a_long_name_counts_wherever_it_stands() -> None:
    assert kinds("\x8fr4 tarrowby{ag", False) == {"participant"}
