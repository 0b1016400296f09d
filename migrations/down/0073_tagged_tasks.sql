DROP INDEX tasks_tagged;
