ALTER TABLE users DROP COLUMN backup_failures;

ALTER TABLE users DROP COLUMN backup_retry_at;

ALTER TABLE users DROP COLUMN backup_day;

DROP TABLE backup_work;

DROP TABLE backups;
