-- The new client holds from tomorrow (UTC) on. Moves that no client has a rate for need no row.
CREATE TRIGGER projects_leave_client BEFORE UPDATE OF organization_id ON projects WHEN OLD.organization_id IS NOT NEW.organization_id AND EXISTS (SELECT 1 FROM rates WHERE user_id = OLD.user_id AND subject IN ('organization:' || OLD.organization_id, 'organization:' || NEW.organization_id)) BEGIN INSERT INTO former_clients (user_id, project_id, until_date, organization_id) VALUES (OLD.user_id, OLD.id, date('now', '+1 day'), OLD.organization_id) ON CONFLICT DO NOTHING; END;

-- A move that is taken back on its day leaves no trace.
CREATE TRIGGER projects_return_to_client AFTER UPDATE OF organization_id ON projects WHEN OLD.organization_id IS NOT NEW.organization_id BEGIN DELETE FROM former_clients WHERE user_id = NEW.user_id AND project_id = NEW.id AND until_date = date('now', '+1 day') AND organization_id IS NEW.organization_id; END;
