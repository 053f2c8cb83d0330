"""The screens of the admission register's own: bringing pupils in from a file."""
