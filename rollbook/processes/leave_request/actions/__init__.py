"""What may be done about leave beside the steps of its cases."""
