"""The pages of leave: the parents' form, requests, the sitting, who is away, licences, questions of a journey."""
