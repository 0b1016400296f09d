-- unshared_at: Since when nobody shares the plan, as the daily tidy-up of its owner saw it. It deletes the version 30 days later.
ALTER TABLE plan_versions ADD COLUMN unshared_at INTEGER;
