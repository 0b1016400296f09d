DROP TABLE import_columns;

ALTER TABLE imports DROP COLUMN app_seconds;

ALTER TABLE imports DROP COLUMN app_days;

ALTER TABLE imports DROP COLUMN tasks;

DROP INDEX app_usage_by_import;

ALTER TABLE app_usage DROP COLUMN import_id;

DROP INDEX tasks_by_import;

DROP INDEX tasks_by_import_key;

ALTER TABLE tasks DROP COLUMN import_key;

ALTER TABLE tasks DROP COLUMN import_id;
