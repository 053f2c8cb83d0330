"""The set-up screens of a school: parse, one query or action, render."""
