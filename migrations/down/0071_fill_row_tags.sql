DELETE FROM row_tags;
