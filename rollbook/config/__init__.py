"""The switchboard: settings, addresses, the list of consequences, the command line."""
