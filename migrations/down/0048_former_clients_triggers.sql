DROP TRIGGER projects_return_to_client;
DROP TRIGGER projects_leave_client;
