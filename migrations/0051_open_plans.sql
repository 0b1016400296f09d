-- Finds the plans to go on with for the dashboard: those in progress first, the latest edited of each first.
CREATE INDEX plans_open ON plans (user_id, status, updated_at DESC)
WHERE deleted_at IS NULL AND status IN ('in_progress', 'not_started');
