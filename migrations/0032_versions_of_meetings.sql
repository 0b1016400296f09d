-- The version of the event that a meeting was imported from, and the start of its series in UTC, which tell a series that was
-- moved, and an older file, from a change.
ALTER TABLE meetings ADD COLUMN import_sequence INTEGER;

ALTER TABLE meetings ADD COLUMN import_start TEXT;
