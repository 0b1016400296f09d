-- Figures of billable time looked each session up, and most have no billing of their own.
CREATE INDEX sessions_priced ON sessions (user_id, id) WHERE billable IS NOT NULL OR hourly_rate IS NOT NULL;
