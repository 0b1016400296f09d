import type { Described } from '../../lib/conflict'
import { grouped, plural } from '../../lib/format'
import { isolated } from '../../lib/text'
import type { AuditRow } from '../audit/schema'
import type { AppValues, DefaultsView } from './schema'
import { type AppState, readAppsChanged, readState } from './state'

export const showNames: Record<DefaultsView['show'], string> = {
  all: 'All',
  allowed: 'Allowed',
  blocked: 'Blocked',
  locked: 'Locked',
}

export const sortNames: Record<DefaultsView['sort'], string> = {
  label: 'By label',
  package_name: 'By package name',
  category: 'By category',
  changed: 'Last changed',
}

const allowedWord = (isWhitelisted: boolean) => (isWhitelisted ? 'allowed' : 'blocked')

export const described: Described<AppValues> = {
  label: ['Label', (label) => label],
  category: ['Category', (category) => category ?? ''],
  is_whitelisted: ['Default', (flag) => allowedWord(flag === 1)],
  is_locked: ['Locked', (flag) => (flag === 1 ? 'yes' : 'no')],
}

/** For example `blocked, locked`. */
export const standWords = ({ is_whitelisted, is_locked }: AppState) =>
  [allowedWord(is_whitelisted), is_locked ? 'locked' : ''].filter(Boolean).join(', ')

const categoryWords = (category: string | null) => (category === null ? 'no category' : isolated(category))

/**
 * For example `allowed → blocked, locked`, with label and category where they changed. A new or deleted default is
 * described as it is.
 */
export const differenceWords = (before: AppState | null, after: AppState | null) => {
  if (!before || !after) {
    const only = after ?? before
    if (!only) return ''
    return [standWords(only), only.category !== null && `in ${isolated(only.category)}`].filter(Boolean).join(', ')
  }
  const arrow = (a: string, b: string) => (a === b ? '' : `${a} → ${b}`)
  const isUnlocked = before.is_locked && !after.is_locked && before.is_whitelisted === after.is_whitelisted
  return [
    isUnlocked ? 'locked → not locked' : arrow(standWords(before), standWords(after)),
    arrow(isolated(before.label), isolated(after.label)),
    arrow(categoryWords(before.category), categoryWords(after.category)),
  ]
    .filter(Boolean)
    .join('; ')
}

type Entry = Pick<AuditRow, 'before' | 'after'>

export const describeApp = ({ before, after }: Entry) => {
  const [was, is] = [readState(before), readState(after)]
  return { did: was === null ? 'added' : is === null ? 'deleted' : 'changed', name: (is ?? was)?.label }
}

export const appChange = ({ before, after }: Entry) => differenceWords(readState(before), readState(after))

const doneBy = { edit: 'changed', import: 'imported', undo: 'undid a change to' } as const

/** For example `imported 12 apps`. */
export const describeApps = ({ after }: Pick<AuditRow, 'after'>) => {
  const { source, added, changed, deleted } = readAppsChanged(after)
  return `${doneBy[source]} ${plural(added + changed + deleted, 'app')}`
}

/** For example `10 added, 2 changed`. */
export const appCounts = ({ after }: Pick<AuditRow, 'after'>) =>
  Object.entries(readAppsChanged(after))
    .flatMap(([what, count]) => (typeof count === 'number' && count > 0 ? [`${grouped(count)} ${what}`] : []))
    .join(', ')
