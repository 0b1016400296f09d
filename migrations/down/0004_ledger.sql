DROP TABLE total_stats;
DROP TABLE monthly_stats;
DROP TABLE daily_stats;
DROP TABLE session_days;
