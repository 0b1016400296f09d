DROP TRIGGER projects_leave_client;
