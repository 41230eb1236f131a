ALTER TABLE notices DROP COLUMN left_out;
