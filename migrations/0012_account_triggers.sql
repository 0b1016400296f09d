-- Deleting an account deletes its shadows.
CREATE TRIGGER users_delete_shadows AFTER DELETE ON users WHEN OLD.shadow_of IS NULL BEGIN DELETE FROM users WHERE shadow_of = OLD.id; END;
