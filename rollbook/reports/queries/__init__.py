"""What reports are counted from, and which of them are kept."""
