DROP INDEX cards_leeches;
