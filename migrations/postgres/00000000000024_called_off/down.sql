ALTER TABLE notices DROP COLUMN called_off;
