ALTER TABLE users DROP COLUMN next_focus_at;
DROP INDEX sessions_focused;
DROP INDEX sessions_breaks;
ALTER TABLE sessions DROP COLUMN break_ends_at;
ALTER TABLE sessions DROP COLUMN focus;
ALTER TABLE sessions DROP COLUMN focus_ends_at;
