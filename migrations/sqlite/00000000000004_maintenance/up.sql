-- What staff plan of a window, and what came of it.
ALTER TABLE maintenances ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE maintenances ADD COLUMN effect TEXT NOT NULL DEFAULT 'unavailable';
ALTER TABLE maintenances ADD COLUMN advice TEXT NOT NULL DEFAULT '';
ALTER TABLE maintenances ADD COLUMN contact_by TIMESTAMP;
ALTER TABLE maintenances ADD COLUMN ends_itself BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE maintenances ADD COLUMN planned_end_at TIMESTAMP;
ALTER TABLE maintenances ADD COLUMN started_at TIMESTAMP;
ALTER TABLE maintenances ADD COLUMN finished_at TIMESTAMP;
ALTER TABLE maintenances ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notices ADD COLUMN maintenance_id TEXT REFERENCES maintenances (id);
CREATE INDEX notices_by_maintenance ON notices (maintenance_id, id);
