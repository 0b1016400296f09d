DROP TABLE tag_counts;
DROP TABLE row_tags;
DROP TABLE inactive_tags;
DROP TABLE projects;
DROP TABLE organizations;
