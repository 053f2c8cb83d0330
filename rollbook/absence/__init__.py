"""The absence part of the house."""
