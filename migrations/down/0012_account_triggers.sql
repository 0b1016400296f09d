DROP TRIGGER users_delete_shadows;
