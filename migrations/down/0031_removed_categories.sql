DROP TABLE removed_categories;
