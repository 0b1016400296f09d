DROP TABLE plan_chunks;
DROP TABLE plans;
