"""Figures and tables for print, with captions and alternative text made from their data."""
