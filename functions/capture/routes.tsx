import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { CaptureForm, CapturePreview } from '../../views/capture/form'
import type { ToastProps } from '../../views/ui/toast'
import { actionItemsChanged } from '../action-items/pages'
import { actionItemResource } from '../action-items/resource'
import { checkInResource } from '../energy/resource'
import { checkInPages } from '../energy/routes'
import { runEntry } from '../entry/routes'
import { answerSuggestions } from '../entry/suggest/answer'
import { feedbackResource } from '../feedback/resource'
import { feedbackPages } from '../feedback/routes'
import { goalChanged } from '../goals/fragments'
import { goal } from '../goals/resource'
import { learningResource } from '../learnings/resource'
import { learningPages } from '../learnings/routes'
import type { App } from '../lib/env'
import { form, submittedText } from '../lib/form'
import { cameFrom, wantsFragment } from '../lib/page'
import { commitWrite, type Resource, type Row } from '../lib/resource/resource'
import { fragmentsWith, respond } from '../lib/respond'
import { cleanLine } from '../lib/text'
import { meetingResource } from '../meetings/resource'
import { meetingPages } from '../meetings/routes'
import { tasksChanged } from '../tasks/pages'
import { taskResource } from '../tasks/routes'
import { type Captured, capture, lineLimit, lineOf } from './interpret'
import { captureKinds, takesOf } from './line'

const title = 'Capture'

/** The kind that was chosen, undefined for that of the words. */
const kind = z
  .enum(captureKinds)
  .or(z.literal('').transform(() => undefined))
  .optional()
  .catch(undefined)

const CaptureInput = z.object({
  entry: z
    .string('Enter a line')
    .transform(cleanLine)
    .pipe(z.string().min(1, 'Enter a line').max(lineLimit, `A line has at most ${lineLimit} characters`)),
  kind,
  /** The kind that the button named; empty where none did yet. */
  does: kind,
})

type Draft = { value?: string; chosen?: string; errors?: string[]; captured?: Captured }

const shownTo = (c: Context<App>, captured: Captured | undefined) =>
  captured && { captured, reader: c.var.user.preferences }

const captureForm = (c: Context<App>, { captured, ...draft }: Draft = {}) => (
  <CaptureForm {...draft} shown={shownTo(c, captured)} isPage={!wantsFragment(c)} />
)

const refuse = async (c: Context<App>, captured: Captured, errors: string[]) => {
  const { entry = '', kind: chosen = '' } = submittedText(c)
  c.status(422)
  return c.render(captureForm(c, { value: entry, chosen, errors, captured }), { title, heading: true })
}

/** Where browsers without script go on. */
const pageAfter = (c: Context<App>, otherwise: string) => {
  const before = cameFrom(c, otherwise)
  return before.startsWith('/capture') ? otherwise : before
}

/** Adds a row without its checks: the names in it were found just now. */
const insert = async <R extends Row, New extends object>(
  c: Context<App>,
  resource: Resource<R, New>,
  id: string,
  values: New,
) => {
  const write = await resource.insert(c.env.DB, c.var.user.id, id, values, Date.now(), c)
  return (await commitWrite(c, resource, write)).outcome === 'done'
}

const add = async (c: Context<App>, captured: Exclude<Captured, { kind: 'session' }>, id: string) => {
  switch (captured.kind) {
    case 'task':
      return insert(c, taskResource, id, captured.values)
    case 'meeting':
      return insert(c, meetingResource, id, captured.values)
    case 'action':
      return insert(c, actionItemResource, id, captured.values)
    case 'feedback':
      return insert(c, feedbackResource, id, captured.values)
    case 'learning':
      return insert(c, learningResource, id, captured.values)
    case 'energy':
      return captured.values !== null && insert(c, checkInResource, id, captured.values)
    case 'goal': {
      const { title, kind, target_date, target_minutes } = captured.interpretation.values
      return insert(c, goal, id, { title, kind, target_date, target_minutes })
    }
  }
}

/** Kinds whose list is renewed where it is on screen. */
const lists = { learning: learningPages, energy: checkInPages, feedback: feedbackPages, meeting: meetingPages }

/** Answers what was added with the regions of the page that show its kind, and an empty form. */
const answer = (c: Context<App>, of: keyof typeof paths, toast: ToastProps) => {
  const more = captureForm(c)
  if (of === 'task') return tasksChanged(c, { toast, more, page: pageAfter(c, paths.task) })
  if (of === 'action') return actionItemsChanged(c, { toast, more, page: pageAfter(c, paths.action) })
  if (of === 'goal') return goalChanged(c, { toast, more, page: pageAfter(c, paths.goal) })
  const isListed = URL.parse(cameFrom(c, '/'), c.req.url)?.pathname === paths[of]
  if (isListed) return lists[of].listChanged(c, toast, paths[of], more)
  return respond(c, { toast, page: pageAfter(c, paths[of]), fragments: () => more })
}

const paths = {
  task: '/tasks',
  meeting: '/meetings',
  action: '/action-items',
  feedback: '/feedback',
  learning: '/learnings',
  energy: '/energy',
  goal: '/goals',
} as const

const done = {
  task: 'Task added:',
  meeting: 'Meeting added:',
  action: 'Action item added:',
  feedback: 'Feedback added:',
  learning: 'Learning added:',
  energy: 'Checked in',
  goal: 'Goal added:',
} as const

/** `/capture`: previews a line of any kind while it is typed, then adds what it says. */
export const captureRoutes = new Hono<App>()
  .get('/', async (c) => {
    const value = lineOf(c.req.query('entry'))
    const chosen = kind.parse(c.req.query('kind') ?? '')
    const captured =
      value === '' ? undefined : await capture(c.env.DB, c.var.user, c.var.org, value, chosen, Date.now())
    // Cancel asks for the form without a line.
    if (wantsFragment(c) && c.req.query('entry') !== undefined)
      return c.render(<CapturePreview shown={shownTo(c, captured)} />)
    return c.render(captureForm(c, { value, chosen, captured }), { title, heading: true })
  })

  .get('/suggestions', (c) =>
    answerSuggestions(c, (line, today) => takesOf(line, today, kind.parse(c.req.query('kind') ?? ''))),
  )

  .post(
    '/',
    form(CaptureInput, title, (c, { values, errors }) =>
      captureForm(c, { value: values.entry, chosen: values.kind, errors: errors.entry }),
    ),
    async (c) => {
      const { entry, kind: chosen, does } = c.req.valid('form')
      const now = Date.now()
      const captured = await capture(c.env.DB, c.var.user, c.var.org, entry, chosen, now)
      if (does !== undefined && does !== captured.kind) {
        return refuse(c, captured, ['The line means something else by now. Look at the button, and press it again.'])
      }
      if (captured.kind === 'session') {
        const { input, reading } = captured
        return runEntry(c, { input, reading, now, org: c.var.org }, captureForm(c), (_, errors) =>
          refuse(c, captured, errors),
        )
      }
      if (captured.errors.length > 0) return refuse(c, captured, captured.errors)
      const id = uuid()
      const path = `${paths[captured.kind]}/${id}`
      const name = captured.parts[0]?.text ?? ''
      const link = captured.kind === 'energy' ? undefined : { href: path, text: name }
      const said = done[captured.kind]
      const toast = { message: wantsFragment(c) ? said : said.replace(':', ''), link, undo: `${path}/delete` }
      const read = fragmentsWith(c, async () => answer(c, captured.kind, toast))
      return (await add(c, captured, id)) ? read() : refuse(c, captured, ['Nothing was added. Try again.'])
    },
  )
