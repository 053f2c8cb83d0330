"""Several Rollbooks read as one: **shards** that keep schools, and a **hub** that only reads (REP-D; PostgreSQL).

A **shard** is a whole Rollbook for some schools. It publishes three views, without a name of anybody, to one
account of its server that may read them and nothing else. A **hub** joins shards by `postgres_fdw`: what they
publish stands there as partitions, a shard each, of parents without a key. Writes, chains and keys
never cross a server (docs/operate.md, “Scaling out”).

Everything here is PostgreSQL's own; on SQLite there is no hub, and `shards()` is empty.
"""
