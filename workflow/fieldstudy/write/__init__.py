"""Assemble the paper as a Quarto project, render it by either road, and execute the notebooks."""

from fieldstudy.write.prose import Prose, expand

__all__ = ["Prose", "expand"]
