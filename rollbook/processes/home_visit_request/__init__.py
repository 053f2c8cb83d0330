"""Home-visit request: why a home should be visited, who decides, what was found, and what follows (ABS-E, CASE-J).

The visit itself belongs to home visits: two people, a clock for their return, the doorstep (VIS-1, VIS-2). A case
holds what led to it and what follows from it: a colleague asks with a reason, somebody decides, the visit is asked
for there, and what was seen is told back, so that a request is neither lost nor made twice.
"""
