"""The demo part of the house."""
