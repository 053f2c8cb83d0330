"""The home part of the house."""
