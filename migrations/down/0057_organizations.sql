DELETE FROM search_documents WHERE kind IN ('organization', 'person');

DROP INDEX goals_by_organization;

DROP INDEX projects_by_organization;

ALTER TABLE goals DROP COLUMN organization_id;

ALTER TABLE projects DROP COLUMN repository;

ALTER TABLE projects DROP COLUMN tech_stack;

ALTER TABLE projects DROP COLUMN organization_id;

DROP TABLE people;

DROP TABLE organizations;

