DROP TABLE kept_overlaps;
