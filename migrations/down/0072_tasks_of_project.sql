DROP INDEX tasks_of_project;
