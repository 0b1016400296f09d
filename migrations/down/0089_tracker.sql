DELETE FROM sync_conflicts WHERE refusal IS NOT NULL;

ALTER TABLE sync_conflicts DROP COLUMN refusal;

DROP TABLE tracker_rows;

DROP TABLE tracker_devices;
