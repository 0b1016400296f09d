DROP TABLE backup_work;
DROP TABLE backups;
DROP TABLE job_parts;
DROP TABLE jobs;
DROP TABLE change_parts;
DROP TABLE changes;
DROP TABLE search_index;
DROP TABLE search_documents;
