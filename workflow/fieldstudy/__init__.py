"""A regional interview study that regenerates itself, one sub-package a stage."""

__version__ = "0.1.0"
