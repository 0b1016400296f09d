ALTER TABLE goals ADD COLUMN old_category TEXT NOT NULL DEFAULT 'personal' CHECK (old_category IN ('technical', 'soft_skill', 'hiring_readiness', 'personal'));
ALTER TABLE goals ADD COLUMN old_source TEXT NOT NULL DEFAULT 'manual' CHECK (old_source IN ('manual', 'milestones', 'time'));
UPDATE goals SET old_category = category WHERE category IN ('technical', 'soft_skill', 'hiring_readiness', 'personal');
UPDATE goals SET old_source = CASE
  WHEN progress_source <> 'auto' THEN progress_source
  WHEN EXISTS (SELECT 1 FROM goal_milestones WHERE user_id = goals.user_id AND goal_id = goals.id AND deleted_at IS NULL) THEN 'milestones'
  WHEN target_minutes IS NOT NULL THEN 'time'
  ELSE 'manual' END;
ALTER TABLE goals DROP COLUMN category;
ALTER TABLE goals DROP COLUMN progress_source;
ALTER TABLE goals RENAME COLUMN old_category TO category;
ALTER TABLE goals RENAME COLUMN old_source TO progress_source;
