"""Lay out the base tables, one row a programme, person or finding, and count the cross-tables."""
