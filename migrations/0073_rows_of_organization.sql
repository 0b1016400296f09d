-- The learnings and check-ins of an organization by date, and its tasks by id, so that its pages read no rows of others.
CREATE INDEX learnings_of_organization ON learnings (user_id, organization_id, date) WHERE organization_id IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX energy_of_organization ON energy_checkins (user_id, organization_id, date) WHERE organization_id IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX tasks_of_organization ON tasks (user_id, organization_id) WHERE organization_id IS NOT NULL AND deleted_at IS NULL;
