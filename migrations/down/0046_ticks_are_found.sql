DELETE FROM search_documents WHERE kind = 'tick';
