DELETE FROM search_documents WHERE kind = 'learning';

DROP TABLE learning_tags;

DROP TABLE learnings;
