DROP TABLE energy_checkins;
DROP TABLE evidence_drafts;
DROP TABLE reviews;
