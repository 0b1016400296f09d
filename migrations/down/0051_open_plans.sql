DROP INDEX plans_open;
