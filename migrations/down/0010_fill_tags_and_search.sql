DELETE FROM search_documents;
DELETE FROM session_tags;
