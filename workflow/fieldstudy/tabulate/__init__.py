"""Lay out the base tables, one row a case, person or finding, and count the cross-tables."""
