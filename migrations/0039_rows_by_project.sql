-- The pages and lists of a project and of an organization, and the check of their foreign keys when one is deleted, read
-- these in place of all rows of a person. A row costs an entry only where the column is set.
CREATE INDEX sessions_by_project ON sessions (user_id, project_id) WHERE project_id IS NOT NULL;

CREATE INDEX plans_by_project ON plans (user_id, project_id) WHERE project_id IS NOT NULL;

CREATE INDEX tasks_by_project ON tasks (user_id, project_id) WHERE project_id IS NOT NULL;

CREATE INDEX tasks_by_organization ON tasks (user_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX meetings_by_project ON meetings (user_id, project_id) WHERE project_id IS NOT NULL;

CREATE INDEX meetings_by_organization ON meetings (user_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX learnings_by_project ON learnings (user_id, project_id) WHERE project_id IS NOT NULL;

CREATE INDEX learnings_by_organization ON learnings (user_id, organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX feedback_by_organization ON feedback (user_id, organization_id) WHERE organization_id IS NOT NULL;
