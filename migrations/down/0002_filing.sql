DROP TABLE inactive_tags;
DROP TABLE projects;
DROP TABLE organizations;
