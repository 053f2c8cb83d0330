"""What the office asks about leave: what waits for the head, who is away, licences, questions of a journey."""
