-- A repeating meeting that is over makes its next one, which names it in repeats and repeats in its place: of a series
-- only the last meeting repeats. Its dates are counted from repeat_from.
ALTER TABLE meetings ADD COLUMN repeat TEXT NOT NULL DEFAULT 'none' CHECK (repeat IN ('none', 'daily', 'weekdays', 'weekly', 'fortnightly', 'monthly'));

ALTER TABLE meetings ADD COLUMN repeat_from TEXT;

ALTER TABLE meetings ADD COLUMN repeats TEXT;

CREATE UNIQUE INDEX meetings_repeats ON meetings (user_id, repeats) WHERE repeats IS NOT NULL;

CREATE INDEX meetings_repeating ON meetings (user_id, date) WHERE repeat <> 'none' AND deleted_at IS NULL;
