"""What the reports part does: keeps a school's figures."""
