DROP TABLE reminder_runs;
DROP TABLE reminder_deliveries;
DROP TABLE push_subscriptions;
