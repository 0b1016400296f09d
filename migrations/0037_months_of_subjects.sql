-- The months of a subject stand with its sum of all time, so that a session does not write them by themselves: months
-- holds seconds and sessions by month. For all sessions best holds the date and the seconds of the best day by month,
-- and years a digit for each day by year, 1 with time.
ALTER TABLE total_stats ADD COLUMN months TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(months));

ALTER TABLE total_stats ADD COLUMN best TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(best));

ALTER TABLE total_stats ADD COLUMN years TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(years));

DROP TRIGGER ledger_insert_daily;

DROP TRIGGER ledger_insert_monthly;

DROP TRIGGER ledger_insert_total;

DROP TRIGGER ledger_delete_daily;

DROP TRIGGER ledger_delete_monthly;

DROP TRIGGER ledger_delete_total;

DROP TRIGGER daily_stats_insert_active;

DROP TRIGGER daily_stats_update_active;

DROP TRIGGER daily_stats_delete_active;

-- Hours and what several tags count twice have about as many rows by day as in the ledger, which is read instead.
DELETE FROM daily_stats WHERE substr(subject, 1, 5) = 'hour:' OR subject = 'tag:several';

UPDATE total_stats
SET months = (
  SELECT json_group_object(month, json_array(total_seconds, session_count))
  FROM (
    SELECT month, total_seconds, session_count
    FROM monthly_stats
    WHERE monthly_stats.user_id = total_stats.user_id AND monthly_stats.subject = total_stats.subject
    ORDER BY month));

UPDATE total_stats
SET best = (
    SELECT json_group_object(month, json_array(date, total_seconds))
    FROM (
      SELECT substr(date, 1, 7) AS month, min(date) AS date, total_seconds
      FROM daily_stats AS days
      WHERE days.user_id = total_stats.user_id AND days.subject = 'all' AND total_seconds > 0
        AND total_seconds = (
          SELECT max(total_seconds)
          FROM daily_stats AS other
          WHERE other.user_id = days.user_id AND other.subject = 'all' AND other.date >= substr(days.date, 1, 7)
            AND other.date < substr(days.date, 1, 7) || ':')
      GROUP BY 1
      ORDER BY 1)),
  years = (
    SELECT json_group_object(year, days)
    FROM (SELECT year, days FROM active_years WHERE active_years.user_id = total_stats.user_id ORDER BY year))
WHERE subject = 'all';

-- The subjects with sums by day, by the months in which they have time. Written once for a subject and a month.
CREATE TABLE month_subjects (
  user_id TEXT NOT NULL,
  month TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (user_id, month, subject)
) STRICT, WITHOUT ROWID;

INSERT INTO month_subjects (user_id, month, subject)
SELECT user_id, month, subject FROM monthly_stats WHERE substr(subject, 1, 5) <> 'hour:' AND subject <> 'tag:several';

DROP TABLE monthly_stats;

DROP TABLE active_years;

DROP INDEX daily_stats_best;
