import type { Problem } from '../../lib/problem'
import { sql } from '../../lib/sql'
import { isolated } from '../../lib/text'
import { earnedRuleLimit, ownRuleLimit, type RefusedRule } from './plan'

/** Username of the admin who decides about an app for a person: who locked its default, else who set them a rule. */
export const decidingAdmin = async (db: D1Database, userId: string, packageName: string) => {
  const row = await sql(db)`
    SELECT username
    FROM users
    WHERE id = coalesce(
      (SELECT updated_by FROM apps WHERE package_name = ${packageName} AND is_locked = 1),
      (SELECT admin_id FROM user_apps
        WHERE user_id = ${userId} AND package_name = ${packageName} AND set_by = 'admin'))`.first<{
    username: string
  }>()
  return row?.username ?? null
}

const locked = (detail: string): Problem => ({
  status: 403,
  code: 'locked',
  title: 'Managed by an admin',
  detail,
})
const full = (detail: string): Problem => ({ status: 422, code: 'full', title: 'Limit reached', detail })

/** @param by name of the admin who decides about the app; null where it is unknown */
export const refusalProblem = ({ package_name, why }: RefusedRule, by: string | null): Problem => {
  const app = isolated(package_name)
  const admin = by === null ? 'an admin' : `the admin ${isolated(by)}`
  if (why === 'locked')
    return locked(`${admin === 'an admin' ? 'An admin' : admin} locked the default of ${app} for everyone.`)
  if (why === 'admin') return locked(`A rule that ${admin} set for you overrides yours for ${app}.`)
  if (why === 'full') return full(`You can have ${ownRuleLimit} rules. Delete some first.`)
  return full(`You can unlock ${earnedRuleLimit} apps with time. Change some others first.`)
}
