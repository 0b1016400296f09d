DROP INDEX monthly_stats_by_month;
ALTER TABLE daily_stats ADD COLUMN subject_kind TEXT GENERATED ALWAYS AS (substr(subject, 1, instr(subject || ':', ':') - 1)) VIRTUAL;
ALTER TABLE monthly_stats ADD COLUMN subject_kind TEXT GENERATED ALWAYS AS (substr(subject, 1, instr(subject || ':', ':') - 1)) VIRTUAL;
ALTER TABLE total_stats ADD COLUMN subject_kind TEXT GENERATED ALWAYS AS (substr(subject, 1, instr(subject || ':', ':') - 1)) VIRTUAL;
CREATE INDEX daily_stats_by_kind ON daily_stats (user_id, subject_kind, date, subject, total_seconds, session_count);
CREATE INDEX monthly_stats_by_kind ON monthly_stats (user_id, subject_kind, month, subject, total_seconds, session_count);
CREATE INDEX total_stats_by_kind ON total_stats (user_id, subject_kind, subject, total_seconds, session_count);
