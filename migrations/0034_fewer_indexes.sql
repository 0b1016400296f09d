-- The rollups had indexes that held all their sums, which every session wrote again for each of its subjects. All-time
-- sums are sorted by kind already, and days are found by the subjects of their month.
DROP INDEX daily_stats_by_kind;

DROP INDEX monthly_stats_by_kind;

DROP INDEX total_stats_by_kind;

ALTER TABLE daily_stats DROP COLUMN subject_kind;

ALTER TABLE monthly_stats DROP COLUMN subject_kind;

ALTER TABLE total_stats DROP COLUMN subject_kind;

-- Holds keys only, so that it is written once for a subject and a month. Hours are few and found without it.
CREATE INDEX monthly_stats_by_month ON monthly_stats (user_id, month, subject) WHERE substr(subject, 1, 5) <> 'hour:';
