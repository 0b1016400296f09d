import { effectiveRule, type RuleSource } from '../../app-rules/effective-rule'
import { type AppDefault, type Rule, ruleOf } from '../../app-rules/schema'
import { folded } from '../../lib/text'
import type { PersonAppsCursor, PersonAppsView } from './forms'
import {
  appsFrom,
  type ListedName,
  listedNames,
  namedApps,
  type PersonAppRow,
  readPersonApps,
  ruledFrom,
} from './list-queries'
import { ofTheirs } from './words'

const pageSize = 50

/** Apps read at once for a search or filter. */
const partSize = 1_000

/** Effect as admins see it: whether an earned app is open now is private. */
type PersonEffect = 'allowed' | 'blocked' | 'earned'

export type PersonApp = {
  package_name: string
  label: string | null
  category: string | null
  app: AppDefault | null
  /** `updated_at` in epoch ms; `admin_name` is null where the account is gone. */
  admin: { rule: Rule; seq: number; admin_name: string | null; updated_at: number } | null
  /** Its subject is hidden. */
  own: Rule | null
  effective: PersonEffect
  source: RuleSource
}

const ruleFrom = (
  is_whitelisted: 0 | 1 | null,
  after_subject: string | null,
  after_seconds: number | null,
  after_period: 'day' | 'week' | null,
) => (is_whitelisted === null ? null : ruleOf({ is_whitelisted, after_subject, after_seconds, after_period }))

const appOf = (row: PersonAppRow): PersonApp => {
  const { package_name, label, category, default_is_whitelisted, is_locked, admin_updated_at } = row
  const app =
    default_is_whitelisted === null ? null : { is_whitelisted: default_is_whitelisted, is_locked: is_locked ?? 0 }
  const set = ruleFrom(
    row.admin_is_whitelisted,
    row.admin_after_subject,
    row.admin_after_seconds,
    row.admin_after_period,
  )
  const own = ruleFrom(row.own_is_whitelisted, row.own_after_subject, row.own_after_seconds, row.own_after_period)
  // Tracked time is private, so conditions count as met here.
  const outcome = effectiveRule({ app, admin: set, own, unlisted: 'block' }, () => true)
  return {
    package_name,
    label,
    category,
    app,
    admin: set && {
      rule: set,
      seq: admin_updated_at ?? 0,
      admin_name: row.admin_name,
      updated_at: admin_updated_at ?? 0,
    },
    own,
    effective: outcome.rule?.after ? 'earned' : outcome.is_whitelisted ? 'allowed' : 'blocked',
    source: outcome.source,
  }
}

export const personApp = async (db: D1Database, userId: string, packageName: string): Promise<PersonApp | null> => {
  const [row] = await readPersonApps(db, userId, namedApps([{ key: '', package_name: packageName }]), ofTheirs)
  return row ? appOf(row) : null
}

const matches = ({ show, q }: PersonAppsView) => {
  const wanted = folded(q)
  return ({ effective, label, package_name }: PersonApp) =>
    [package_name, label ?? ''].some((name) => folded(name).includes(wanted)) &&
    (show === 'all' || show === 'admin' || show === 'own' || show === effective)
}

export type PersonAppList = { view: PersonAppsView; apps: PersonApp[]; next?: PersonAppsCursor }

const cursorOf = ({ key, package_name }: ListedName): PersonAppsCursor => [key, package_name]

/**
 * Lists the catalogue and a person's rules. Searches and filters by effect read the list in parts until the page is
 * full.
 */
export const listPersonApps = async (db: D1Database, userId: string, view: PersonAppsView): Promise<PersonAppList> => {
  const isPlain = view.q === '' && ['all', 'admin', 'own'].includes(view.show)
  const size = isPlain ? pageSize + 1 : partSize
  const namesAfter = (cursor: PersonAppsCursor) => {
    if (view.show === 'admin') return ruledFrom(userId, 'admin', cursor, size)
    return view.show === 'own' ? ruledFrom(userId, 'user', cursor, size) : appsFrom(userId, cursor, size)
  }
  const wanted = folded(view.q)
  // Catalogue apps sort by label. The labels of apps with a rule are not read yet.
  const mayMatch = ({ key, package_name }: ListedName) =>
    view.show === 'admin' || view.show === 'own' || key.includes(wanted) || folded(package_name).includes(wanted)
  /** The next names and the apps among them that may match: at once, where all do. */
  const readPart = async (cursor: PersonAppsCursor) => {
    if (isPlain) {
      const rows = await readPersonApps(db, userId, namesAfter(cursor), ofTheirs)
      return { names: rows, rows }
    }
    const names = await listedNames(db, namesAfter(cursor))
    return { names, rows: await readPersonApps(db, userId, namedApps(names.filter(mayMatch)), ofTheirs) }
  }
  const found: { app: PersonApp; cursor: PersonAppsCursor }[] = []
  let cursor: PersonAppsCursor | null = view.after
  do {
    const { names: part, rows }: { names: ListedName[]; rows: PersonAppRow[] } = await readPart(cursor)
    const apps = rows.map((row) => ({ app: appOf(row), cursor: cursorOf(row) }))
    found.push(...apps.filter(({ app }) => matches(view)(app)))
    const last = part.at(-1)
    cursor = last && part.length === size ? cursorOf(last) : null
  } while (cursor && found.length <= pageSize)
  const shown = found.slice(0, pageSize)
  return {
    view,
    apps: shown.map(({ app }) => app),
    next: found.length > pageSize ? shown.at(-1)?.cursor : undefined,
  }
}
