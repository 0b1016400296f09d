ALTER TABLE calendars DROP COLUMN left_out;
