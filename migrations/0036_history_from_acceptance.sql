-- first_version: The version of the plan that the member found when they accepted. They see no earlier one.
ALTER TABLE plan_shares ADD COLUMN first_version INTEGER;

UPDATE plan_shares
SET first_version = coalesce((
  SELECT max(version)
  FROM plans AS copy
  JOIN plan_versions ON plan_versions.user_id = plan_shares.user_id AND plan_versions.plan_id = plan_shares.plan_id
    AND plan_versions.created_at <= copy.created_at
  WHERE copy.user_id = plan_shares.member_id AND copy.owner_id = plan_shares.user_id AND copy.share_id = plan_shares.id), 1)
WHERE state = 'accepted';
