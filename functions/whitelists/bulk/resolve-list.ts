import { type ResolvedName, resolveNames } from '../../app-rules/find-app'
import { isolated } from '../../lib/text'
import type { PastedApp, PastedList, SkippedEntry } from './paste'

export type ResolvedList = PastedList & {
  /** Package names that no list, rule or report knows. */
  unknown: Set<string>
}

type Resolved = Map<string, ResolvedName>

const isUnknown = (resolved: Resolved, name: string) => !resolved.get(name)?.isKnown

const onlyCalled = (resolved: Resolved, name: string) => {
  const called = resolved.get(name)?.called ?? []
  return called.length === 1 ? called[0] : undefined
}

const joined = (apps: PastedApp[]) => apps.map(({ package_name }) => package_name).join(' ')

/** Reads `Google Maps allow` as one app, if an app is called so. */
const asOneName = (apps: PastedApp[], resolved: Resolved): PastedApp[] => {
  const called = onlyCalled(resolved, joined(apps))
  const [first] = apps
  const decided = apps.filter(({ is_whitelisted }) => is_whitelisted !== null)
  const isOne = apps.length > 1 && decided.every((app) => app === apps.at(-1))
  if (!called || !first || !isOne || !apps.every(({ package_name }) => isUnknown(resolved, package_name))) return apps
  return [{ ...first, package_name: called.package_name, is_whitelisted: apps.at(-1)?.is_whitelisted ?? null }]
}

const resolveApp = (app: PastedApp, resolved: Resolved): PastedApp | SkippedEntry => {
  const { isKnown = false, called = [] } = resolved.get(app.package_name) ?? {}
  const [only] = called
  if (isKnown || !only) return app
  if (called.length === 1) return { ...app, package_name: only.package_name }
  const names = called.slice(0, 3).map(({ package_name }) => isolated(package_name))
  return { line: app.line, text: app.package_name, why: `Could be ${names.join(' or ')}. Use the package name.` }
}

/** Replaces names of apps by package names. A name of several apps is skipped. */
export const resolveList = async (db: D1Database, userId: string, list: PastedList): Promise<ResolvedList> => {
  const lines = [...Map.groupBy(list.apps, ({ line }) => line).values()]
  const names = [
    ...list.apps.map(({ package_name }) => package_name),
    ...lines.filter(({ length }) => length > 1 && length < 6).map(joined),
    ...list.skipped.map(({ text }) => text),
  ]
  const resolved = await resolveNames(db, { userId, withUse: true }, names)
  const result: ResolvedList = { ...list, apps: [], skipped: [], unknown: new Set() }
  const known = new Map<string, PastedApp>()
  const add = (app: PastedApp) => {
    const first = known.get(app.package_name)
    if (!first) {
      known.set(app.package_name, app)
      result.apps.push(app)
      if (resolved.get(app.package_name)?.isKnown === false) result.unknown.add(app.package_name)
    } else if (first.is_whitelisted === app.is_whitelisted) result.repeats += 1
    else {
      const why = `Conflicts with line ${first.line} (line ${first.line} wins)`
      result.skipped.push({ line: app.line, text: app.package_name, why })
    }
  }
  for (const app of lines.flatMap((apps) => asOneName(apps, resolved))) {
    const one = resolveApp(app, resolved)
    if ('why' in one) result.skipped.push(one)
    else add(one)
  }
  for (const entry of list.skipped) {
    const called = onlyCalled(resolved, entry.text)
    if (called) add({ line: entry.line, package_name: called.package_name, is_whitelisted: null })
    else result.skipped.push(entry)
  }
  result.skipped.sort((a, b) => a.line - b.line)
  return result
}
