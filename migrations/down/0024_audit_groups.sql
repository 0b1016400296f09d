DROP INDEX admin_audit_top_by_admin_and_action;
DROP INDEX admin_audit_top_by_action;
DROP INDEX admin_audit_top_by_admin;
DROP INDEX admin_audit_top;
DELETE FROM admin_audit WHERE action IN ('import', 'apps');
ALTER TABLE admin_audit DROP COLUMN is_inside;
CREATE INDEX admin_audit_by_admin ON admin_audit (admin_id, number);
CREATE INDEX admin_audit_by_action ON admin_audit (action, number);
CREATE INDEX admin_audit_by_admin_and_action ON admin_audit (admin_id, action, number);
