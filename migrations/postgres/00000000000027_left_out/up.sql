-- How many did not hear of a notice by mail, by reason, counted while it was fanned out.
ALTER TABLE notices ADD COLUMN left_out TEXT NOT NULL DEFAULT '{}';
