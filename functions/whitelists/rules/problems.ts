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
  title: 'An admin decides about it',
  detail,
})
const full = (detail: string): Problem => ({ status: 422, code: 'full', title: 'There is no room for it', detail })

/** @param by name of the admin who decides about the app; null where it is unknown */
export const refusalProblem = ({ package_name, why }: RefusedRule, by: string | null): Problem => {
  const app = isolated(package_name)
  const admin = by === null ? 'an admin' : `the admin ${isolated(by)}`
  if (why === 'locked') return locked(`The default of ${app} is locked: ${admin} decided it for everybody.`)
  if (why === 'admin') return locked(`A rule about ${app} that ${admin} set for you holds before your own.`)
  if (why === 'full') return full(`There can be ${ownRuleLimit} rules of your own. Delete some first.`)
  return full(`There can be ${earnedRuleLimit} apps of yours that wait for time. Let others wait for none first.`)
}
