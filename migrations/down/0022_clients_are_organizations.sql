DROP INDEX projects_by_name;
ALTER TABLE projects ADD COLUMN client TEXT NOT NULL DEFAULT '';
UPDATE projects
SET client = coalesce((
    SELECT name FROM organizations
    WHERE organizations.user_id = projects.user_id AND organizations.id = projects.organization_id), ''),
  name_key = name_key || char(31) || coalesce((
    SELECT organizations.name_key FROM organizations
    WHERE organizations.user_id = projects.user_id AND organizations.id = projects.organization_id), '');
CREATE UNIQUE INDEX projects_by_name ON projects (user_id, name_key) WHERE deleted_at IS NULL;
INSERT INTO search_documents (user_id, kind, id, title, notes, tags)
SELECT user_id, 'project', id, name, client, '' FROM projects WHERE client <> '' AND deleted_at IS NULL;
CREATE TRIGGER projects_insert_search AFTER INSERT ON projects WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'project', NEW.id, NEW.name, NEW.client, ''); END;
CREATE TRIGGER projects_update_search AFTER UPDATE OF name, client, deleted_at ON projects WHEN OLD.name IS NOT NEW.name OR OLD.client IS NOT NEW.client OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'project', NEW.id, iif(NEW.deleted_at IS NULL, NEW.name, NULL), NEW.client, ''); END;
