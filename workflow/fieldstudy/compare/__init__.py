"""Lay studies side by side from their open bundles; nothing is added up across them."""
