"""The Parquet store as `rollbook stats` fills, checks and asks it (docs/parquet.md)."""
