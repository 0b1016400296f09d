ALTER TABLE tasks DROP COLUMN occurrence;

ALTER TABLE meetings DROP COLUMN occurrence;
