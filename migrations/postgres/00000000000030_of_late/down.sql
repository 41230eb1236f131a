DROP INDEX updates_by_time;
DROP INDEX impacts_by_end;
DROP INDEX incidents_by_end;
