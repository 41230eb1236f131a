-- Why staff called a notice off; what has not left of it is skipped bit by bit.
ALTER TABLE notices ADD COLUMN called_off TEXT;
