"""Make the evidence site: one page, without network, in which every claim answers for itself."""

from fieldstudy.write.evidence.content import content
from fieldstudy.write.evidence.page import page
from fieldstudy.write.evidence.sources import Sources

__all__ = ["Sources", "content", "page"]
