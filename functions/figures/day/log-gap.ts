import { commitNamed } from '../../filing/projects/queries'
import type { Org } from '../../lib/org'
import { cleanTags } from '../../lib/tags'
import type { Clock } from '../../lib/text/format'
import { localDateTime } from '../../lib/time/days'
import { foundNames, knownNames } from '../../line/names'
import { nameErrors } from '../../line/parts'
import { readNames } from '../../line/queries'
import { marks, tokenize } from '../../line/tokenize'
import { choiceErrors } from '../../time/sessions/choices'
import { type GeneralProject, generalProject } from '../../time/sessions/general'
import { noPlan } from '../../time/sessions/plan-link'
import { addSessions } from '../../time/sessions/queries'
import type { NewSession } from '../../time/sessions/schema'
import { timeText } from '../../time/sessions/times/edit'
import { resolveTyped, type TimeErrors } from '../../time/sessions/times/resolve'
import { sessionFromForm } from '../../time/sessions/values'
import type { Span, ZoneSpan } from '../lanes/zones'
import type { GapForm } from './schema'
import type { Timeline } from './timeline'

/** Names a gap in addresses and forms by its ends in epoch seconds, such as `1772526000-1772528400`. */
export const gapKey = ({ from, to }: Span) => `${from / 1000}-${to / 1000}`

/** Id of the gap's row, from the gap or its key. It stays when the gap to now grows. */
export const gapId = (gap: Span | string) => `gap-${Number.parseInt(typeof gap === 'string' ? gap : gapKey(gap), 10)}`

const spanOfKey = (key: string): Span | null => {
  const [, from, to] = /^(-?\d{1,10})-(-?\d{1,10})$/.exec(key) ?? []
  return from && to ? { from: Number(from) * 1000, to: Number(to) * 1000 } : null
}

/** The gap that a key names, even if it was filled since, so that a form that is open stays. Null outside the day. */
export const gapOfKey = ({ from, to, zones, gaps }: Timeline<unknown>, key: string): ZoneSpan | null => {
  const span = spanOfKey(key)
  if (!span || span.from < from || span.to > to || span.from >= span.to) return null
  const gap = gaps.find((one) => one.from <= span.from && span.from < one.to)
  const zone = gap?.zone ?? zones.findLast((one) => one.from <= span.from)?.zone
  return zone ? { ...span, zone } : null
}

const exact = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')

/** Times of exactly this gap in its zone: clock times, or instants where those are ambiguous (a repeated hour). */
export const gapTimes = ({ from, to, zone }: ZoneSpan, date: string, clock: Clock) => {
  const time = (instant: number) => timeText(localDateTime(instant, zone.time_zone).time, clock)
  const times = { started_at: time(from), ended_at: time(to) }
  const resolved = resolveTyped({ date, ...times }, { now: to, zone })
  const isClear = 'ended_at' in resolved && resolved.started_at === from && resolved.ended_at === to
  return isClear ? times : { started_at: exact(from), ended_at: exact(to) }
}

/** Names that the title says, as those of every line; null without any. */
const namesIn = async (db: D1Database, userId: string, org: Org, title: string) => {
  if (!marks.some((mark) => title.includes(mark))) return null
  const names = await readNames(db, userId, org, title, marks)
  const { words, tags, ...line } = tokenize(title, knownNames(names))
  const { project, goal, plan, task } = foundNames(line, names)
  return {
    errors: nameErrors([project, goal, plan, task]),
    title: words.join(' '),
    tags: cleanTags(tags),
    ...(project && { project_id: project.id }),
    ...(goal && { goal_id: goal.id }),
    ...(task && { task_id: task.id }),
    ...(plan && { plan: { plan_id: plan.plan_id, chunk_id: plan.chunk_id } }),
  }
}

/** Adds a session with the gap's zone and day start, so that it counts on the date of the page. `now` in epoch ms. */
export const logGap = async (
  db: D1Database,
  userId: string,
  date: string,
  form: GapForm,
  now: number,
  org: Org,
): Promise<
  { added: NewSession; general: GeneralProject | null } | { errors: TimeErrors & Record<string, string[]> }
> => {
  const { gap: _, day_start_minute, ...fields } = form
  const { errors: unknown = [], ...named } = (await namesIn(db, userId, org, form.title)) ?? {}
  if (unknown.length > 0) return { errors: { title: unknown } }
  const typed = { tags: [], plan: noPlan, ...fields, ...named }
  const zone = { time_zone: typed.time_zone, day_start_minute }
  const added = sessionFromForm({ ...typed, date, task_id: typed.task_id ?? null, notes: '', artifacts: [] }, zone, now)
  const [errors, general] = await Promise.all([
    choiceErrors(db, userId, typed),
    typed.project_id ? null : generalProject(db, userId, org),
  ])
  if ('errors' in added || errors) return { errors: { ...('errors' in added && added.errors), ...errors } }
  const filed = { ...added, project_id: general?.id ?? added.project_id }
  const writes = [...(general?.writes(now) ?? []), ...addSessions(db, userId, [filed], now)]
  const done = await commitNamed(db, userId, ['stats'], writes)
  if (done === 'done') return { added: filed, general }
  if (done === 'taken') return logGap(db, userId, date, form, now, org)
  return { errors: (await choiceErrors(db, userId, typed)) ?? {} }
}
