DELETE FROM search_documents WHERE kind = 'feedback';

DELETE FROM row_tags WHERE kind = 'feedback';

DROP INDEX tag_counts_of_feedback;

DROP TABLE feedback;
