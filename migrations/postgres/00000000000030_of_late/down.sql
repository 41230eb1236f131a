DROP INDEX updates_by_time;
DROP INDEX incidents_by_end;
