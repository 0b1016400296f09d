import { type Context, Hono } from 'hono'
import { SwitchForm, SwitchPart } from '../../../views/time/timer/switch'
import { type App, nowOf, type User } from '../../lib/env'
import { type Draft, form, submittedText } from '../../lib/http/form'
import { prefetchFragments, wantsFragment } from '../../lib/http/respond'
import type { Org } from '../../lib/org'
import { firstCharacters } from '../../lib/text/text'
import { generalProject, generalWords, projectForStart } from '../sessions/general'
import { formErrors, linkText } from '../sessions/plan-link'
import { sessionById } from '../sessions/queries'
import { sessionTitleLimit } from '../sessions/schema'
import { readRepeatedFields, type StartOutcome, startTimer } from '../timer/actions'
import { type Device, deviceOf } from '../timer/devices'
import { parseStart, StartForm, startText } from '../timer/forms'
import {
  respondStarted,
  respondTimerChanged,
  type StartResult,
  startForm,
  startTitle,
  timerAndChoices,
  timerRegions,
} from '../timer/fragments'
import type { TimerErrors } from '../timer/queries'
import { activeTimer, idAndKind, lastEnd } from '../timer/queries'
import { maxStartAgeMs } from '../timer/times'
import { replacePlanned } from '../timer/writes'
import { readInterpretation } from './execute'
import type { Interpretation } from './interpret'
import { runStart } from './routes'

/**
 * Values of the start form for a line. Parts without a field stay in the title: a new project, an ambiguous goal, or
 * the whole line if it would log a session.
 */
const formOfLine = async (c: Context<App>) => {
  const { user, org } = c.var
  const now = Date.now()
  const text = firstCharacters(c.req.query('entry') ?? '', sessionTitleLimit)
  const [{ interpretation }] = await Promise.all([
    readInterpretation(c.env.DB, user, { text, org }, now),
    timerAndChoices(c),
  ])
  const { title, project, goal, ofPlan, ofTask, tags, plan } = interpretation
  if (plan?.kind !== 'start') return startForm(c, { values: { title: text } })
  const kept = [
    project && project.kind !== 'own' && `@${project.name}`,
    goal && 'error' in goal && `!${goal.title}`,
    ofPlan?.error && `%${ofPlan.title}`,
    ofTask && 'error' in ofTask && `^${ofTask.title}`,
  ]
  const { started_at } = plan
  const values = {
    title: [title, ...kept].filter((part) => part).join(' '),
    project_id: project?.id ?? '',
    goal_id: goal?.id ?? '',
    plan: ofPlan ? linkText(ofPlan) : '',
    task_id: ofTask?.id ?? '',
    tags: tags.join(', '),
    started_at: started_at === undefined ? '' : startText({ ...user.preferences, started_at }, now),
  }
  return startForm(c, { values })
}

type Refusal = {
  errors: Draft<StartForm>['errors'] & TimerErrors
  /** Set if the start came from a line. */
  interpretation?: Interpretation
}

/** Responds with 422: a page gets the form, the dialog its line, a button a toast. */
const respondInvalid = async (c: Context<App>, { errors: found, interpretation }: Refusal) => {
  const errors = formErrors(found)
  c.status(422)
  const messages = Object.values(errors).flat()
  const values = submittedText(c)
  if (!wantsFragment(c)) {
    return c.render(await startForm(c, { draft: { values, errors } }), { title: startTitle, heading: true })
  }
  if (values.entry !== undefined) {
    return c.render(
      <SwitchForm value={values.entry} create={values.create} errors={messages} interpretation={interpretation} />,
    )
  }
  return respondTimerChanged(c, { toast: { message: messages.join(' ') } })
}

const startFromLine = async (c: Context<App>, { entry: text, create, project_id, asked }: StartForm) => {
  const { user, org } = c.var
  const now = nowOf(c)
  const input = { text, create, project_id, asked, org }
  const reading = await readInterpretation(c.env.DB, user, input, now)
  const { plan, errors } = reading.interpretation
  const refuse = (interpretation: Interpretation | undefined, entry: string[]) =>
    respondInvalid(c, { errors: { entry }, interpretation })
  if (!plan || errors.length > 0) return refuse(reading.interpretation, errors)
  if (plan.kind === 'start') return runStart(c, { input, reading, now }, plan, { also: <SwitchPart /> }, refuse)
  return refuse(undefined, ['Remove the duration to start the timer, or log it on Sessions.'])
}

/** Words for the row that a start repeats, for an error message. */
const repeated = new Map([
  ['task', 'task'],
  ['goal', 'goal'],
  ['meeting', 'meeting is running already, or'],
  ['planned', 'planned session is over, or'],
])

/** Starts the timer from fields, and from the session or row in `again`. The fields take precedence. */
export const startFromFields = async (
  db: D1Database,
  user: User,
  { again, entry: _, create: __, asked: ___, since, started_at, plan, ...input }: StartForm,
  org: Org,
  now = Date.now(),
  device?: Device,
): Promise<StartResult | Pick<Refusal, 'errors'>> => {
  const [copied, general] = await Promise.all([
    again ? readRepeatedFields(db, user, again, now) : { fields: {}, omitted: [] },
    input.project_id ? null : generalProject(db, user.id, org),
  ])
  const { id, kind } = idAndKind(again)
  const name = repeated.get(kind ?? '') ?? 'session to continue'
  if (!copied) return { errors: { again: [`The ${name} no longer exists.`] } }
  const start = parseStart(started_at, now, user.preferences)
  if ('errors' in start) return start
  const fields = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && value !== '' && String(value) !== ''),
  )
  const from = since ? ((await lastEnd(db, user.id, now - maxStartAgeMs, now)) ?? undefined) : undefined
  const named = { ...copied.fields, ...fields, ...(plan.plan_id && plan) }
  const filed = named.project_id ? null : projectForStart(general)
  const filled = { ...named, project_id: filed?.id ?? named.project_id ?? null, started_at: start.at ?? from, device }
  const also = (timer: StartOutcome) => replacePlanned(db, user.id, again, timer.started.id, now)
  const started = await startTimer(db, user, filled, now, also, again ? copied.fields : undefined)
  if ('errors' in started) return started
  const planned = kind === 'planned' ? id : undefined
  return { ...started, planned, omitted: copied.omitted, filed: generalWords(filed) }
}

export const timerStart = new Hono<App>()
  .get('/switch', async (c) => c.render(await formOfLine(c), { title: startTitle, heading: true }))

  .post(
    '/start',
    form(StartForm, startTitle, (c, draft) => startForm(c, { draft })),
    async (c) => {
      const typed = c.req.valid('form')
      if (typed.entry) return startFromLine(c, typed)
      const { DB } = c.env
      const { user, org } = c.var
      const also = submittedText(c).entry !== undefined && <SwitchPart />
      const running = activeTimer(DB, user.id)
      const { id, kind } = idAndKind(typed.again)
      const planned = kind === 'planned' ? sessionById(DB, user.id, id) : null
      const regions = prefetchFragments(c, async () =>
        timerRegions(c, { before: planned && (await planned), after: (await running)?.id, also }),
      )
      const result = await startFromFields(DB, user, typed, org, nowOf(c), deviceOf(c))
      return 'errors' in result ? respondInvalid(c, result) : respondStarted(c, result, { regions })
    },
  )
