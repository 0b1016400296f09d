import type { Preferences } from '../../lib/preferences'
import { addDays, datesBetween, dayStart, isoWeekday, weekOf } from '../../lib/time/days'
import type { RuleRow, TimeLimit } from './schema'

/** JSON in `change_heads.limits`, which triggers maintain: limits, and seconds of use and of extensions by date. */
type KeptLimits = {
  rules: [scope: string, set_by: RuleRow['set_by'], limit: TimeLimit][]
  used: Record<string, Record<string, number>>
  more: Record<string, Record<string, number>>
}

/** A limit and its use in the current day or week, in whole seconds. */
export type LimitUse = {
  /** `app:<package name>`, `category:<name>` or `all`. */
  scope: string
  set_by: RuleRow['set_by']
  limit: TimeLimit
  /** False on weekdays without the limit. */
  holds: boolean
  used_seconds: number
  extended_seconds: number
  earned_seconds: number
  /** Left without the grace. */
  left_seconds: number
  /** True if the limit blocks: the grace is used up, too. */
  is_used_up: boolean
  /** When it starts over or stops holding (epoch ms). */
  until: number
}

/** Package name of the app that a scope names; null for a category and for everything. */
export const appOfScope = (scope: string) => /^app:(.*)$/s.exec(scope)?.[1] ?? null

/** Name of a scope that is no app's: its category, or `Everything`. */
export const scopeName = (scope: string) => (scope === 'all' ? 'Everything' : scope.slice('category:'.length))

type Person = Pick<Preferences, 'time_zone' | 'day_start_minute' | 'week_start'>

/** Seconds that a limit gains from tracked time. Only whole units of `per_seconds` count. */
const earnedBy = ({ earns }: TimeLimit, tracked: (subject: string) => number) =>
  earns ? Math.min(earns.at_most, Math.floor(tracked(earns.subject) / earns.per_seconds) * earns.seconds) : 0

/**
 * @param kept column `limits` of `change_heads`; null without limits
 * @param tracked seconds tracked for a subject on a date
 * @param today in the person's zone
 */
export const readLimits = (
  kept: string | null,
  person: Person,
  today: string,
  tracked: (subject: string, date: string) => number,
): LimitUse[] => {
  if (kept === null) return []
  const { rules, used, more }: KeptLimits = JSON.parse(kept)
  return rules.map(([scope, set_by, limit]) => {
    const isOn = (date: string) => limit.weekdays === null || limit.weekdays.includes(isoWeekday(date))
    const range = limit.period === 'day' ? { from: today, to: today } : weekOf(today, person.week_start)
    const dates = datesBetween(range.from, range.to).filter(isOn)
    const total = (of: (date: string) => number | undefined) => dates.reduce((sum, date) => sum + (of(date) ?? 0), 0)
    const used_seconds = total((date) => used[scope]?.[date])
    const extended_seconds = total((date) => more[scope]?.[date])
    const earned_seconds = earnedBy(limit, (subject) => total((date) => tracked(subject, date)))
    const left = limit.seconds + extended_seconds + earned_seconds - used_seconds
    const holds = isOn(today)
    const next = datesBetween(today, range.to).find((date) => !isOn(date)) ?? addDays(range.to, 1)
    return {
      scope,
      set_by,
      limit,
      holds,
      used_seconds,
      extended_seconds,
      earned_seconds,
      left_seconds: Math.max(0, left),
      is_used_up: holds && left + limit.grace_seconds <= 0,
      until: dayStart(next, person),
    }
  })
}

/** The limit with the least left among those that hold today; of equal ones that of the app, then of its category. */
export const nearestLimit = (limits: LimitUse[]): LimitUse | null => {
  const order = (scope: string) => ['app', 'category', 'all'].indexOf(scope.split(':')[0] ?? '')
  const [first = null] = limits
    .filter(({ holds }) => holds)
    .sort(
      (one, other) =>
        Number(other.is_used_up) - Number(one.is_used_up) ||
        one.left_seconds - other.left_seconds ||
        order(one.scope) - order(other.scope),
    )
  return first
}
