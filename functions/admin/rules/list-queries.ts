import type { RuleColumns } from '../../app-rules/schema'
import { allRows, part, type SqlPart, sql } from '../../lib/sql'
import type { PersonAppsCursor } from './forms'

export type ListedName = { key: string; package_name: string }

/** Apps of the catalogue and others that a person has rules about, by label. */
export const appsFrom = (userId: string, [key, name]: PersonAppsCursor, limit: number) => part`
    SELECT key, package_name
    FROM (
      SELECT label_key AS key, package_name
      FROM apps
      WHERE (label_key, package_name) > (${key}, ${name})
      ORDER BY label_key, package_name
      LIMIT ${limit}
    )
    UNION ALL
    SELECT package_name, package_name
    FROM (
      SELECT DISTINCT package_name
      FROM user_apps INDEXED BY user_apps_extra
      WHERE user_id = ${userId} AND in_catalogue = 0 AND package_name >= ${key}
        AND (package_name, package_name) > (${key}, ${name})
      ORDER BY package_name
      LIMIT ${limit}
    )
    ORDER BY key, package_name
    LIMIT ${limit}`

/** Apps with a rule that `setBy` made, by package name. */
export const ruledFrom = (userId: string, setBy: 'user' | 'admin', [, name]: PersonAppsCursor, limit: number) => part`
    SELECT package_name AS key, package_name
    FROM user_apps INDEXED BY user_apps_by_setter
    WHERE user_id = ${userId} AND set_by = ${setBy} AND package_name > ${name}
    ORDER BY package_name
    LIMIT ${limit}`

export const listedNames = (db: D1Database, names: SqlPart) => allRows<ListedName>(sql(db)`${names}`)

type Optional<Prefix extends string, T> = { [K in keyof T & string as `${Prefix}_${K}`]: T[K] | null }

/** Leaves out which subject the person's own rule depends on. */
export type PersonAppRow = {
  key: string
  package_name: string
  label: string | null
  category: string | null
  default_is_whitelisted: 0 | 1 | null
  is_locked: 0 | 1 | null
  admin_updated_at: number | null
  /** Null also where the admin's account is gone. */
  admin_name: string | null
} & Optional<'admin', RuleColumns> &
  Optional<'own', RuleColumns>

/** A table of these for `readPersonApps`. */
export const namedApps = (names: ListedName[]) => part`
  SELECT value ->> 'key' AS key, value ->> 'package_name' AS package_name FROM json_each(${JSON.stringify(names)})`

/**
 * The apps of a table, by its `key`, with their rules.
 * @param theirs replaces the subject of the person's own rules
 */
export const readPersonApps = (db: D1Database, userId: string, names: SqlPart, theirs: string) =>
  allRows<PersonAppRow>(sql(db)`
    WITH named (key, package_name) AS (${names})
    SELECT named.key, named.package_name, apps.label, category, apps.is_whitelisted AS default_is_whitelisted, is_locked,
      admin.is_whitelisted AS admin_is_whitelisted, admin.after_subject AS admin_after_subject,
      admin.after_seconds AS admin_after_seconds, admin.after_period AS admin_after_period, admin.updated_at AS admin_updated_at, username AS admin_name,
      own.is_whitelisted AS own_is_whitelisted, iif(own.after_subject IS NULL, NULL, ${theirs}) AS own_after_subject,
      own.after_seconds AS own_after_seconds, own.after_period AS own_after_period
    FROM named
    LEFT JOIN apps ON apps.package_name = named.package_name
    LEFT JOIN user_apps AS admin
      ON admin.user_id = ${userId} AND admin.package_name = named.package_name AND admin.set_by = 'admin'
    LEFT JOIN user_apps AS own
      ON own.user_id = ${userId} AND own.package_name = named.package_name AND own.set_by = 'user'
    LEFT JOIN users ON users.id = admin.admin_id
    ORDER BY named.key, named.package_name`)
