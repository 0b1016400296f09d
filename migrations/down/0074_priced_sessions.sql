DROP INDEX sessions_priced;
