-- A device that keeps no position (functions/tracker). request counts its requests, sent_rows what its last one held. It
-- is known to have everything up to proven. Its last answer went from answered_from to answered_to, and left more where
-- has_more. Answers to empty requests, of which nothing tells whether they arrived, went up to doubt_to.
CREATE TABLE tracker_devices (
  user_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  request INTEGER NOT NULL,
  sent_rows INTEGER NOT NULL,
  proven REAL NOT NULL,
  answered_from REAL NOT NULL,
  answered_to REAL NOT NULL,
  doubt_to REAL NOT NULL,
  has_more INTEGER NOT NULL,
  PRIMARY KEY (user_id, device_id),
  FOREIGN KEY (user_id, device_id) REFERENCES sync_devices (user_id, id) ON DELETE CASCADE ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;

-- A row of such a device. request is the last one in which it sent the row. position is where the answer stopped that first
-- brought it, 0 where the device had it already, null where it was deleted there. told is the updated_at that it was told.
CREATE TABLE tracker_rows (
  user_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('plan', 'session', 'card')),
  id TEXT NOT NULL,
  request INTEGER NOT NULL,
  position REAL,
  told INTEGER,
  PRIMARY KEY (user_id, device_id, type, id),
  FOREIGN KEY (user_id, device_id) REFERENCES sync_devices (user_id, id) ON DELETE CASCADE ON UPDATE CASCADE
) STRICT, WITHOUT ROWID;

-- Why a row of a device could not be stored. data is then the row as it was sent.
ALTER TABLE sync_conflicts ADD COLUMN refusal TEXT;
