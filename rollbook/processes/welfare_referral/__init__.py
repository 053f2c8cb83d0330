"""Education-welfare referral: the authority's attendance team is asked to work with a family (CASE-H).

What the school has done comes first and goes with it (DAY-4). How it was sent, when, and by whom is kept; the
authority's acknowledgement, what it writes, and what comes of it are recorded, and the school asks again when
nothing comes. Which form and which days an authority has is in its profile; no instrument that we have read sets
them.
"""
