DELETE FROM search_documents WHERE kind = 'task';

DROP TABLE tasks;
