ALTER TABLE plans DROP COLUMN retention;
