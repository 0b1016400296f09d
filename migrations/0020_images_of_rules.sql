-- Images of rules join those of other bulk changes (decision 0014). Changes of rules have no row in changes, so that no
-- page lists them, and the code declares the kinds. SQLite drops neither a foreign key nor a check in place. The default
-- serves the release that is running while this is applied.
CREATE TABLE new_change_parts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  change_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  rows TEXT NOT NULL CHECK (json_valid(rows)),
  created_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000),
  PRIMARY KEY (user_id, change_id, kind, number)
) STRICT, WITHOUT ROWID;

INSERT INTO new_change_parts (user_id, change_id, kind, number, rows, created_at)
SELECT changes.user_id, changes.id, change_parts.kind, number, rows, created_at
FROM changes JOIN change_parts ON change_parts.user_id = changes.user_id AND change_parts.change_id = changes.id;

-- A change in both tables moved unlock conditions along with sessions. The others are changes of rules.
INSERT INTO new_change_parts (user_id, change_id, kind, number, rows, created_at)
SELECT user_id, id, iif(is_followed, 'unlock_condition', 'rule'), position / 400,
  json_group_array(json_object('id', iif(is_followed, after ->> 'id', package_name), 'was', json(before), 'is', json(after))),
  min(created_at)
FROM (
  SELECT user_id, id, package_name, before, after, created_at,
    row_number() OVER (PARTITION BY user_id, id ORDER BY package_name) - 1 AS position,
    EXISTS (
      SELECT 1 FROM changes WHERE changes.user_id = rule_changes.user_id AND changes.id = rule_changes.id
    ) AS is_followed
  FROM rule_changes)
GROUP BY user_id, id, position / 400;

DROP TABLE change_parts;

ALTER TABLE new_change_parts RENAME TO change_parts;

CREATE INDEX change_parts_by_time ON change_parts (user_id, created_at);

-- The table itself stays for the release that is running while this is applied.
DELETE FROM rule_changes;
