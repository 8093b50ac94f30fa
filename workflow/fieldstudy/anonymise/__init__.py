"""Mask every identifier, carry codings across by an exact offset map, and measure what was masked."""

from fieldstudy.anonymise.detect import detect
from fieldstudy.anonymise.model import Model, NoModel
from fieldstudy.anonymise.register import Entry, Register
from fieldstudy.anonymise.spans import Span

__all__ = ["Entry", "Model", "NoModel", "Register", "Span", "detect"]
