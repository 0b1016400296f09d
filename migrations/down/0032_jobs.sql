DROP TABLE job_parts;

DROP TABLE jobs;
