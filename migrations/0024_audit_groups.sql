-- Entries of an import or another change of many apps are listed inside the entry of the change, which shares their
-- change_id.
ALTER TABLE admin_audit ADD COLUMN is_inside INTEGER NOT NULL DEFAULT 0 CHECK (is_inside IN (0, 1));

DROP INDEX admin_audit_by_admin;

DROP INDEX admin_audit_by_action;

DROP INDEX admin_audit_by_admin_and_action;

CREATE INDEX admin_audit_top ON admin_audit (number) WHERE is_inside = 0;

CREATE INDEX admin_audit_top_by_admin ON admin_audit (admin_id, number) WHERE is_inside = 0;

CREATE INDEX admin_audit_top_by_action ON admin_audit (action, number) WHERE is_inside = 0;

CREATE INDEX admin_audit_top_by_admin_and_action ON admin_audit (admin_id, action, number) WHERE is_inside = 0;
