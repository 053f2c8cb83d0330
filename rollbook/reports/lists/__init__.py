"""Ad-hoc lists of pupils: columns from every field that the product holds, conditions, an order (REP-H).

What a list is stands in `rules.lists`; `columns` says which columns there are and who may see each, `facts` reads what
stands in them, once each however many pupils; `making` makes a report of a list, which is drawn as every other. A saved
list is a saved report of the kind `list`: its definition is shared, never data.
"""
