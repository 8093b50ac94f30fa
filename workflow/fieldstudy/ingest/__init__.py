"""Read and validate a study's transcripts, tables, codings and config; guess nothing."""

from fieldstudy.ingest.codings import Coding
from fieldstudy.ingest.transcripts import read_transcript
from fieldstudy.ingest.turns import Turn

__all__ = ["Coding", "Turn", "read_transcript"]
