-- A session with a plan. focus_ends_at is the instant (epoch ms) up to which it was planned. A round is finished where
-- the session lasts until then. focus has the lengths and choices it began with, as JSON (functions/time/focus/state.ts).
-- break_ends_at is set where a break is taken behind it.
ALTER TABLE sessions ADD COLUMN focus_ends_at INTEGER CHECK (focus_ends_at > 0);

ALTER TABLE sessions ADD COLUMN focus TEXT CHECK (json_valid(focus));

ALTER TABLE sessions ADD COLUMN break_ends_at INTEGER CHECK (break_ends_at > 0);

CREATE INDEX sessions_breaks ON sessions (user_id, break_ends_at) WHERE break_ends_at IS NOT NULL;

CREATE INDEX sessions_focused ON sessions (user_id, focus_ends_at) WHERE focus_ends_at IS NOT NULL;

-- When a focus or a break ends by itself (epoch ms), or earlier. Null without one.
ALTER TABLE users ADD COLUMN next_focus_at INTEGER;
