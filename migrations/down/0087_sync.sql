DROP INDEX sessions_uncounted_by_project;

CREATE INDEX sessions_by_project ON sessions (user_id, project_id) WHERE project_id IS NOT NULL;

DROP INDEX cards_by_seq;

DROP INDEX sessions_by_seq;

DROP INDEX plans_by_seq;

DROP TABLE sync_conflicts;

DROP TABLE sync_waiting;

DROP TABLE sync_tombstones;

DROP TABLE sync_writes;

DROP TABLE sync_devices;
