"""The classes' structure is what makes picture and sound both needed."""

from __future__ import annotations

from collections import Counter

import pytest

from smp_core.errors import InputError
from smp_core.synth import classes
from smp_core.synth.classes import SOURCE_CLASSES, TARGET_CLASSES, recipe_of


def test_sixteen_source_and_twelve_target_classes_without_overlap() -> None:
    assert len(SOURCE_CLASSES) == 16
    assert len(TARGET_CLASSES) == 12
    assert len({*SOURCE_CLASSES, *TARGET_CLASSES}) == 28


def test_every_target_programme_serves_exactly_two_classes_in_unique_pairs() -> None:
    recipes = [recipe_of(name) for name in TARGET_CLASSES]
    assert set(Counter(recipe.picture for recipe in recipes).values()) == {2}
    assert set(Counter(recipe.sound for recipe in recipes).values()) == {2}
    assert len({(recipe.picture, recipe.sound) for recipe in recipes}) == 12


def test_most_source_programmes_serve_two_classes() -> None:
    recipes = [recipe_of(name) for name in SOURCE_CLASSES]
    assert Counter(Counter(r.picture for r in recipes).values()) == {2: 7, 1: 2}
    assert Counter(Counter(r.sound for r in recipes).values()) == {2: 7, 1: 2}
    assert len({(recipe.picture, recipe.sound) for recipe in recipes}) == 16


def test_source_and_target_share_no_programme() -> None:
    source = [recipe_of(name) for name in SOURCE_CLASSES]
    target = [recipe_of(name) for name in TARGET_CLASSES]
    assert not {r.picture for r in source} & {r.picture for r in target}
    assert not {r.sound for r in source} & {r.sound for r in target}


def test_an_unknown_class_is_refused_with_the_choices() -> None:
    with pytest.raises(InputError) as caught:
        recipe_of("moon landing")
    assert "moon landing" in caught.value.message
    assert "person falls" in caught.value.hint
    assert classes.recipe_of("person falls").name == "person falls"
