"""The jobs part of the house."""
