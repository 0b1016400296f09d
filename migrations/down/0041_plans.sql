DELETE FROM search_documents WHERE kind = 'plan';
DROP TABLE plan_chunks;
DROP TABLE plans;
