UPDATE goals SET progress_source = 'auto' WHERE progress_source = 'plan';
ALTER TABLE goals DROP COLUMN plan_id;
