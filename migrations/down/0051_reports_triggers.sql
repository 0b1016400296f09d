DROP TRIGGER reports_update_search;
DROP TRIGGER reports_insert_search;
DELETE FROM search_documents WHERE kind = 'report';
