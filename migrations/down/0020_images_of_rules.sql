INSERT INTO rule_changes (user_id, id, package_name, before, after, created_at)
SELECT user_id, change_id, value ->> 'id', nullif(value -> 'was', 'null'), nullif(value -> 'is', 'null'), created_at
FROM change_parts, json_each(rows)
WHERE kind = 'rule';
INSERT INTO rule_changes (user_id, id, package_name, before, after, created_at)
SELECT user_id, change_id, user_apps.package_name, value -> 'was', json_set(value -> 'is', '$.id', user_apps.id),
  change_parts.created_at
FROM change_parts, json_each(rows) JOIN user_apps USING (user_id)
WHERE kind = 'unlock_condition' AND user_apps.id = value ->> 'id';
CREATE TABLE old_change_parts (
  user_id TEXT NOT NULL,
  change_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'project', 'inactive_tag')),
  number INTEGER NOT NULL,
  rows TEXT NOT NULL CHECK (json_valid(rows)),
  PRIMARY KEY (user_id, change_id, kind, number),
  FOREIGN KEY (user_id, change_id) REFERENCES changes (user_id, id) ON DELETE CASCADE
) STRICT;
INSERT INTO old_change_parts (user_id, change_id, kind, number, rows)
SELECT user_id, change_id, kind, number, rows
FROM change_parts
WHERE kind IN ('session', 'project', 'inactive_tag')
  AND EXISTS (SELECT 1 FROM changes WHERE changes.user_id = change_parts.user_id AND changes.id = change_id);
DROP TABLE change_parts;
ALTER TABLE old_change_parts RENAME TO change_parts;
