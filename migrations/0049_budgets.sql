-- Budgets of projects and clients, in minutes or money (the smallest unit of currency), each month or in all.
-- seen: the period and percent about which Today was dismissed, such as 2026-11 80.
CREATE TABLE budgets (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  minutes INTEGER CHECK (minutes > 0),
  amount INTEGER CHECK (amount > 0),
  currency TEXT,
  period TEXT NOT NULL CHECK (period IN ('month', 'all')),
  seen TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (user_id, subject),
  CHECK ((amount IS NULL) = (currency IS NULL)),
  CHECK (minutes IS NOT NULL OR amount IS NOT NULL)
) STRICT, WITHOUT ROWID;
