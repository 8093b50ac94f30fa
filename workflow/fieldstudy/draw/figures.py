"""All figures; a new one is a function from the scene to what was drawn, named here."""

from __future__ import annotations

from collections.abc import Callable

from fieldstudy.draw.framework import framework
from fieldstudy.draw.helps import helps
from fieldstudy.draw.interventions import interventions
from fieldstudy.draw.look import Drawn
from fieldstudy.draw.readiness import readiness
from fieldstudy.draw.scene import Scene

FIGURES: tuple[Callable[[Scene], Drawn], ...] = (interventions, framework, helps, readiness)
