"""Cells into values: what a clerk or an export typed, read as dates, names, numbers and codes."""
