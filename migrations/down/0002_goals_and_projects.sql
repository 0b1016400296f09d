DROP TABLE projects;
DROP TABLE goals;
