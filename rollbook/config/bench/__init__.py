"""The benchmarks: what the office waits for, each beside the least that the machine could take."""
