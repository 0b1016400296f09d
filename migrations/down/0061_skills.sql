DROP TABLE skill_progress;

DROP TABLE skills;
