"""A study that was made without a question, and the repository that it was made of."""

from __future__ import annotations

import pytest
from building import Build
from making import Template, repository


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Give the repository at its first version."""
    return repository(tmp_path_factory.mktemp("source") / "fieldstudy")


@pytest.fixture(scope="session")
def study(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Give a study that was made without a question, and built."""
    path = tmp_path_factory.mktemp("new") / "study"
    done = template.new(path)
    assert done.returncode == 0, done.stderr
    build = Build(path)
    built = build.run()
    assert built.returncode == 0, built.stdout + built.stderr
    return build
