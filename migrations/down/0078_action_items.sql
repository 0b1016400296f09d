DELETE FROM search_documents WHERE kind = 'action_item';

DROP INDEX people_by_letters;

DROP TABLE action_items;
