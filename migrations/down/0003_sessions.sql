DROP TABLE sessions;
DROP TABLE imports;
