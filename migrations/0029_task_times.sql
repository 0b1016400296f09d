-- at is the local time on its day, HH:MM. tags is a JSON array, as that of learnings. repeat_rule is the JSON of a
-- repetition that repeat has no word for: repeat, which is daily then, says only that the task repeats.
DROP TRIGGER tasks_insert_search;

DROP TRIGGER tasks_update_search;

ALTER TABLE tasks ADD COLUMN at TEXT;

ALTER TABLE tasks ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';

ALTER TABLE tasks ADD COLUMN repeat_rule TEXT;
