"""The web part of the house."""
