DELETE FROM search_documents WHERE kind = 'checkin';

DROP TABLE energy_sums;

DROP TABLE energy_checkins;
