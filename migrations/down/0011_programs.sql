DROP TABLE sync_writes;
DROP TABLE sync_waiting;
DROP TABLE sync_tombstones;
DROP TABLE tracker_rows;
DROP TABLE tracker_devices;
DROP TABLE sync_devices;
DROP TABLE sync_conflicts;
DROP TABLE pr_review_activities;
