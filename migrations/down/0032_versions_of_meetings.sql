ALTER TABLE meetings DROP COLUMN import_start;

ALTER TABLE meetings DROP COLUMN import_sequence;
