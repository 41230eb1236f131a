-- SQLite changes rows in place; PostgreSQL is told to leave room for them.
SELECT 1;
