import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import { EntryForm, EntryPreview } from '../../../views/time/entry/entry'
import { isEntryId, Suggestions } from '../../../views/time/entry/suggestions'
import { entryPath } from '../../../views/ui/links'
import { part, sql } from '../../lib/db/sql'
import { type App, nowOf, todayOf } from '../../lib/env'
import { kindAdded } from '../../lib/hooks'
import { form, submittedText } from '../../lib/http/form'
import { pageOnScreen, pathUnlessBelow, prefetchFragments, previousPath, wantsFragment } from '../../lib/http/respond'
import { waitUntil } from '../../lib/http/wait-until'
import { syntaxHintLines } from '../../lib/preferences'
import { dayOf } from '../../lib/time/days'
import { isUsed } from '../../lib/uses'
import { projectLabel } from '../../line/names'
import { isBeforePreview, undoPathWithProject } from '../../line/queries'
import { addedToast } from '../sessions/added-toast'
import { returnPath } from '../sessions/forms'
import { renderChangeRegions, respondChange } from '../sessions/fragments'
import { countGeneral, generalWords } from '../sessions/general'
import { EntryText, FixedTimes } from '../sessions/schema'
import { formTimes } from '../sessions/times/edit'
import type { ResolvedTimes } from '../sessions/times/resolve'
import { zoneWords } from '../sessions/words'
import { deviceOf } from '../timer/devices'
import { respondStarted, timerRegions } from '../timer/fragments'
import {
  createdWords,
  type EntryLine,
  isRefused,
  type LineStart,
  logLine,
  readInterpretation,
  startLine,
  trackedSecondsWithin,
  zoneOf,
} from './execute'
import { type Interpretation, lineOfTitle } from './interpret'
import { type LineMarks, suggestions } from './suggest/suggest'
import { typedLineLimit, writeName } from './suggest/typed-line'

/** Responds with suggestions for the word at the caret. @param takesOf marks and words of lines of other kinds */
export const answerSuggestions = async (c: Context<App>, takesOf?: (line: string, today: string) => LineMarks) => {
  const { entry = '', caret = '', create = '', list = '' } = c.req.query()
  const text = entry.slice(0, typedLineLimit)
  const at = /^\d{1,3}$/.test(caret) ? Math.min(Number(caret), text.length) : text.length
  const today = todayOf(c)
  const line = { text, caret: at, create: create.slice(0, typedLineLimit), today, now: Date.now() }
  const found = await suggestions(c.env.DB, c.var.user.id, c.var.org, { ...line, takes: takesOf?.(text, today) })
  const idPrefix = isEntryId(list) ? list : 'entry'
  return c.render(<Suggestions idPrefix={idPrefix} suggestions={found} />, { title: 'Suggestions', heading: true })
}

const createdBy = ({ project }: Interpretation) => (project?.kind === 'new' ? project.name : undefined)

/** Responds to a line that cannot be executed. */
type Refuse<Refused> = (interpretation: Interpretation, errors: string[]) => Refused

/** Starts the timer from a line. Responds with the bar, the list on screen and the regions in `shown`. */
export const runStart = async <Refused,>(
  c: Context<App>,
  line: EntryLine,
  plan: LineStart,
  shown: { main?: Child; also?: Child },
  refuse: Refuse<Refused>,
): Promise<Response | Awaited<Refused>> => {
  const { interpretation, running } = line.reading
  const regions = prefetchFragments(c, () => timerRegions(c, { after: running?.id, ...shown }))
  const result = await startLine(c.env.DB, c.var.user, line, { ...plan, device: deviceOf(c) })
  if (isRefused(result)) return await refuse(result.refused, result.refused.errors)
  if ('errors' in result) return await refuse(interpretation, Object.values(result.errors).flat())
  const named = {
    filed: generalWords(result.general),
    createdWords: createdWords(interpretation),
    created: createdBy(interpretation),
  }
  return respondStarted(c, { ...result, ...named }, { regions })
}

/** Logs a session or starts the timer, and responds with the changed regions. @param main replaces the form */
export const runEntry = async <Refused,>(
  c: Context<App>,
  line: EntryLine,
  main: Child,
  refuse: Refuse<Refused>,
): Promise<Response | Awaited<Refused>> => {
  const { interpretation, general } = line.reading
  const { plan, errors } = interpretation
  if (!plan || errors.length > 0) return await refuse(interpretation, errors)
  if (plan.kind === 'start') return runStart(c, line, plan, { main }, refuse)
  const id = uuid()
  countGeneral(c, general)
  const regions = prefetchFragments(c, () => renderChangeRegions(c, { after: id, main }))
  const session = await logLine(c.env.DB, c.var.user, line, plan.times, id)
  if (isRefused(session)) return await refuse(session.refused, session.refused.errors)
  const toast = addedToast(c, session, { now: line.now, general, created: createdWords(interpretation) })
  return respondChange(c, {
    toast: { ...toast, undo: undoPathWithProject(toast.undo, createdBy(interpretation)) },
    regions,
    page: returnPath(c) ?? pathUnlessBelow(c, '/sessions'),
  })
}

const title = 'Log or start'

/** True for the line on Today, which can also add tasks. */
const addsTasks = (c: Context<App>) => pageOnScreen(c)?.pathname === '/' && isUsed(c.var.user, 'tasks')

/** Kind of row that Today's line adds; null if it starts or logs time. */
const addedKind = async (c: Context<App>, text: string, { isTask }: { isTask: boolean }) => {
  if (!addsTasks(c)) return null
  if (/^habit:? /i.test(text)) return 'goal'
  // A repeated task can be a habit, too: its line offers it.
  return isTask ? 'task' : await kindAdded(text, todayOf(c))
}

/** The line's block in the calendar, if the request has its times. */
const fixedIn = (c: Context<App>) => {
  const { time_zone, day_start_minute } = c.var.user.preferences
  return FixedTimes.safeParse({ time_zone, day_start_minute, ...c.req.query(), ...submittedText(c) }).data
}

/** Reader and place of a line: in a block, on Today, or on another page. */
const placeOf = (c: Context<App>, interpretation?: Interpretation) => {
  const fixed = fixedIn(c)
  if (!fixed) return { reader: c.var.user.preferences, today: todayOf(c), addsTasks: addsTasks(c) }
  const { preferences } = c.var.user
  const { started_at, ended_at, time_zone, day_start_minute, row, apps } = fixed
  const reader = zoneOf(c.var.user, { text: '', fixed })
  const back = returnPath(c) ?? previousPath(c, '/sessions')
  const { plan = null, title = '', project, tags = [] } = interpretation ?? {}
  // The full form has the person's current start of the day.
  const zone = { ...preferences, time_zone }
  const shown = (times: ResolvedTimes) =>
    formTimes({ ...times, ...zone, days: [[dayOf(times.started_at, zone), 0]] }, zone.clock)
  const times = plan?.kind === 'log' ? shown(plan.times) : { started_at, ended_at }
  const filed = { title, tags: tags.join(', '), project_id: project?.kind === 'own' ? project.id : '' }
  const isPage = !wantsFragment(c)
  const block = {
    path: entryPath({ ...fixed, day_start_minute: String(day_start_minute) }),
    more: `/sessions/new?${new URLSearchParams({ ...times, ...filed, duration: '', time_zone, back })}`,
    back,
    isPage,
    row: isPage ? undefined : row,
    apps,
    zone: time_zone === preferences.time_zone ? null : zoneWords(time_zone),
  }
  return { reader, today: dayOf(nowOf(c), reader), block }
}

/** The line's form, as on the page that sent the request. */
export const entryForm = (c: Context<App>, props: Partial<Parameters<typeof EntryForm>[0]> = {}) => (
  <EntryForm {...placeOf(c, props.interpretation)} {...props} />
)

/** Counts entered lines, while the hint about writing lines is still shown. */
export const countLine = (c: Context<App>) => {
  const { id, preferences } = c.var.user
  if (preferences.lines_entered >= syntaxHintLines) return
  const lines = part`coalesce(preferences ->> '$.lines_entered', 0) + 1`
  waitUntil(
    c,
    sql(c.env.DB)`
      UPDATE users SET preferences = json_set(preferences, '$.lines_entered', ${lines}) WHERE id = ${id}`.run(),
  )
}

const overlapSeconds = (c: Context<App>, { plan }: Interpretation) =>
  plan?.kind === 'log' ? trackedSecondsWithin(c.env.DB, c.var.user.id, plan.times) : 0

const respondInvalid = async (c: Context<App>, interpretation: Interpretation, errors: string[]) => {
  c.status(422)
  const { entry = '', create, project_id } = submittedText(c)
  const { project } = interpretation
  // Replaces the unknown name by the project that the person chose.
  const name = project_id && project?.kind === 'own' ? writeName('@', projectLabel(project)) : null
  const value = name ? entry.replace(/@("[^"]*"|\S+)/, () => name) : entry
  return c.render(entryForm(c, { value, create, errors, interpretation, offersChoices: true }), {
    title,
    heading: true,
  })
}

/** `/sessions/entry`: previews the line while it is typed, then logs a session or starts the timer. */
export const entryLineRoutes = new Hono<App>()
  .get('/', async (c) => {
    const { entry, create, title: filled = '' } = c.req.query()
    const isAsked = entry?.trim() === '?'
    const text = isAsked ? '' : (entry ?? lineOfTitle(filled, todayOf(c))).slice(0, typedLineLimit)
    const { user, org } = c.var
    const fixed = fixedIn(c)
    const reading = await readInterpretation(c.env.DB, user, { text, create, org, fixed }, Date.now())
    const kind = await addedKind(c, text, reading)
    if (kind) return c.redirect(`/capture?${new URLSearchParams({ kind, entry: text })}`)
    const preview = { ...reading, overlap: await overlapSeconds(c, reading.interpretation) }
    if (!wantsFragment(c) || (fixed && entry === undefined))
      return c.render(entryForm(c, { value: text, create, ...preview }), { title, heading: true })
    return c.render(<EntryPreview {...preview} {...placeOf(c, reading.interpretation)} isAsked={isAsked} />)
  })

  .get('/suggestions', (c) => answerSuggestions(c))

  .post(
    '/',
    form(EntryText, title, (c, draft) => entryForm(c, { value: draft.values.entry, errors: draft.errors.entry })),
    async (c) => {
      const { entry: text, create, offered, ...chosen } = c.req.valid('form')
      const isAnswer = create || chosen.project_id || chosen.future
      const now = nowOf(c)
      const { user, org } = c.var
      const fixed = fixedIn(c)
      const typed = { ...chosen, text, create: create || offered, asked: isAnswer ? chosen.asked : '', org, fixed }
      const reading = await readInterpretation(c.env.DB, user, { ...typed, creates: isBeforePreview(c) }, now)
      const input = { ...typed, create: createdBy(reading.interpretation) ?? typed.create }
      // The browser sends the line again to the route that adds rows.
      const kind = await addedKind(c, text, reading)
      if (kind) return c.redirect(`/capture?kind=${kind}`, 307)
      const refuse = (...refused: Parameters<Refuse<Response>>) => respondInvalid(c, ...refused)
      const done = fixed && `#${fixed.row ?? 'block-entry-form'}`
      const next = done ? <hx-partial hx-target={done} hx-swap="delete" /> : entryForm(c)
      const answer = await runEntry(c, { input, reading, now }, next, refuse)
      if (answer.status < 400) countLine(c)
      return answer
    },
  )
