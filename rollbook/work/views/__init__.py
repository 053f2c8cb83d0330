"""The screens of work, by subject."""
