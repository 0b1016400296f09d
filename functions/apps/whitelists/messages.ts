import { sql } from '../../lib/db/sql'
import type { Problem } from '../../lib/http/problem'
import type { Preferences } from '../../lib/preferences'
import { clockTime, duration, durationLeft, longDate, plural, weekdayNames } from '../../lib/text/format'
import { isolateDirection, quoteShort } from '../../lib/text/text'
import { addDays, dayOf, daysBetween, isoWeekday } from '../../lib/time/days'
import type { RuleRow } from '../app-rules/schema'
import { periodWords } from '../app-rules/unlock-condition'
import type { EarnedApp } from './earned'
import { earnedRuleLimit, ownRuleLimit, type RefusalReason, type RefusedRule, type RuleEdit } from './rules'
import type { RuleChoice } from './schema'

/** Reasons for refusal, in words that follow the app's name. */
export const refusalWords: Record<RefusalReason, string> = {
  locked: 'is locked for everyone',
  admin: 'is managed by an admin',
  full: `is over your limit of ${plural(ownRuleLimit, 'rule')}`,
  full_of_earned: 'is over your limit of apps that unlock with time',
  stale: 'has changed since',
}

export const quotedName = (name: string) => isolateDirection(quoteShort(name))

const mostNamed = 3

const refusedSentence = (refused: RefusedRule[]) => {
  const names = refused.slice(0, mostNamed).map(({ label, why }) => `${quotedName(label)} ${refusalWords[why]}`)
  const others = refused.length - mostNamed
  const more = others > 0 ? [`and ${plural(others, 'other')}`] : []
  return `${refused.length} not changed: ${[...names, ...more].join('; ')}.`
}

const doneWords: Record<RuleChoice, string> = { allow: 'Allowed', block: 'Blocked', reset: 'Removed the rules of' }

/** Message after a choice, for example `Allowed 3 apps`. */
export const choiceMessage = (choice: RuleChoice, changed: number) => `${doneWords[choice]} ${plural(changed, 'app')}`

/** Message after a change of rules. @param done sentence about the changed rules */
export const outcomeMessage = ({ changed, refused }: { changed: number; refused: RefusedRule[] }, done: string) => {
  if (refused.length === 0) return changed > 0 ? done : 'Nothing to change'
  return `${changed > 0 ? done : 'Nothing changed'}. ${refusedSentence(refused)}`
}

export const pasteMessage = (edits: RuleEdit[], changed: number) => {
  const allows = edits.filter(({ rule }) => rule?.is_whitelisted === 1).length
  if (allows === edits.length) return choiceMessage('allow', changed)
  return allows === 0 ? choiceMessage('block', changed) : `Changed the rules of ${plural(changed, 'app')}`
}

export const refusedError = (why: RefusalReason) => `This app ${refusalWords[why]}`

/** Message after adding a rule. @param before the person's earlier rule */
export const addedMessage = (name: string, choice: RuleChoice, before: RuleRow | null, isChanged: boolean) => {
  const now = choice === 'allow' ? 'allowed' : 'blocked'
  if (!isChanged) return `${quotedName(name)} is already ${now}`
  if (before?.after_subject != null) return `${quotedName(name)} is now ${now} and can’t be unlocked with time`
  const was = before === null ? null : before.is_whitelisted === 1 ? 'allowed' : 'blocked'
  return was === null || was === now
    ? `${quotedName(name)} is now ${now}`
    : `${quotedName(name)} is now ${now} (was ${was})`
}

export const undoneMessage = ({ undone, kept }: { undone: number; kept: number }) => {
  if (undone === 0) return 'Nothing undone: the rules have changed since'
  const rest = kept > 0 ? `. ${plural(kept, 'app')} changed since and ${kept === 1 ? 'wasn’t' : 'weren’t'} undone` : ''
  return `Undone for ${plural(undone, 'app')}${rest}`
}

export const ruleChangedMessage = (label: string, choice: RuleChoice, isAllowed: boolean) => {
  const now = isAllowed ? 'allowed' : 'blocked'
  return choice === 'reset'
    ? `The rule for ${quotedName(label)} was removed. It’s now ${now}`
    : `${quotedName(label)} is now ${now}`
}

export const notChangedMessage = (label: string, why: RefusalReason) =>
  `${quotedName(label)} wasn’t changed: ${refusedError(why).toLowerCase()}`

/** Remaining time, rounded up: `45m`; under a minute `30s`. */
export const missingWords = (seconds: number) => (seconds < 60 ? duration(seconds) : durationLeft(seconds))

type ClockPreferences = Pick<Preferences, 'time_zone' | 'day_start_minute' | 'clock'>

const timeOf = (until: number, { time_zone, clock }: ClockPreferences) => {
  const time = clockTime(until, time_zone, clock)
  return time === '00:00' || time === '12:00 am' ? 'midnight' : time
}

/**
 * Describes until when an app is open: `until midnight`, `until 04:00`, or `until Sunday` for a week.
 * @param until epoch ms
 */
export const untilWords = (until: number, today: string, reader: ClockPreferences) => {
  const last = dayOf(until - 1, reader)
  return daysBetween(today, last) > 0 ? `until ${weekdayNames[isoWeekday(last) - 1]}` : `until ${timeOf(until, reader)}`
}

/** Describes it with the full date, for example `until Monday, 23 November, 04:00, when counting starts over`. */
export const exactUntilWords = (until: number, today: string, reader: ClockPreferences) => {
  const last = dayOf(until - 1, reader)
  const next = longDate(addDays(last, 1), today)
  return `until ${next}, ${clockTime(until, reader.time_zone, reader.clock)}, when counting starts over`
}

/** Describes the time that counts, for example `Thesis today` or `Tracked this week`. */
export const countedWords = ({ after, subjects }: Pick<EarnedApp, 'after' | 'subjects'>) =>
  `${after.subject === 'all' ? 'Tracked' : subjects.map(({ label }) => label).join(' or ')} ${periodWords(after.period)}`

/** Username of the admin who decides about an app: by locking its default, else by a rule for the person. */
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

/** Problem of a refused rule. @param by name of the admin who decides about the app; null if unknown */
export const refusalProblem = ({ package_name, why }: RefusedRule, by: string | null): Problem => {
  const app = isolateDirection(package_name)
  const admin = by === null ? 'an admin' : `the admin ${isolateDirection(by)}`
  if (why === 'locked')
    return locked(`${admin === 'an admin' ? 'An admin' : admin} locked the default of ${app} for everyone.`)
  if (why === 'admin') return locked(`A rule that ${admin} set for you overrides yours for ${app}.`)
  if (why === 'full') return full(`You can have ${ownRuleLimit} rules. Delete some first.`)
  return full(`You can unlock ${earnedRuleLimit} apps with time. Change some others first.`)
}
