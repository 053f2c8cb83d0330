"""The questions of the forms for parents, one module for each subject: from what is typed to answers."""
