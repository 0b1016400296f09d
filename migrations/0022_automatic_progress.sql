-- Progress gets an automatic source, and categories are free text. SQLite cannot change a CHECK in place, and the table
-- cannot be built anew because others refer to it. So both columns are copied, and the code checks what they hold. The
-- default of progress_source serves the release that is running while this is applied.
ALTER TABLE goals ADD COLUMN new_source TEXT NOT NULL DEFAULT 'manual';

ALTER TABLE goals ADD COLUMN new_category TEXT NOT NULL DEFAULT 'personal';

UPDATE goals SET new_source = progress_source, new_category = category;

ALTER TABLE goals DROP COLUMN progress_source;

ALTER TABLE goals DROP COLUMN category;

ALTER TABLE goals RENAME COLUMN new_source TO progress_source;

ALTER TABLE goals RENAME COLUMN new_category TO category;
