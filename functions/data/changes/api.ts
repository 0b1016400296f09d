import { Hono } from 'hono'
import { z } from 'zod'
import { nameTaken } from '../../changes/queries'
import { deleteChange, undo } from '../../changes/undo'
import { describeOperation } from '../../lib/api/describe'
import { once } from '../../lib/api/once'
import { body } from '../../lib/api/request'
import { idInput } from '../../lib/api/values'
import { nothingToUndoProblem } from '../../lib/db/recoverable'
import { type App, appContext, localNow } from '../../lib/env'
import { type Feature, factsOf, features } from '../../lib/feature'
import { ProblemError } from '../../lib/http/problem'
import { selectionLimit } from '../../lib/http/selection'
import { TagList } from '../../lib/tags'
import { currentPath, undoAct } from './routes'

const lists: NonNullable<Feature['selects']> = Object.assign({}, ...features.map(({ selects }) => selects))
const kinds = Object.keys(lists)

const text = z.string('Enter text').max(200, 'At most 200 characters').optional()
const link = idInput.nullable().optional()

const Values = z.strictObject({
  project_id: link,
  goal_id: link,
  task_id: link,
  plan: text.nullable().meta({ description: 'The id of a plan, or `<plan>/<chunk>`.' }),
  date: text.nullable().meta({ description: 'A date, `today`, `tomorrow` or `next_week`; null for none.' }),
  add_tags: TagList.optional(),
  remove_tags: TagList.optional(),
  name: text.meta({ description: 'New name of a tag; an existing name merges both.' }),
  shift: text.meta({ description: 'Such as `+1h`, `-30m` or `+1d`.' }),
  time_zone: text,
  day_start: text.meta({ description: 'Such as `04:00`.' }),
  keep: text.meta({ description: '`moments`, or `clock` to keep the times on the clock.' }),
})

const SelectedBody = z
  .strictObject({
    kind: z.enum(kinds, `Choose one of these: ${kinds.join(', ')}`),
    act: z.string('Enter the act as text').max(20, 'At most 20 characters'),
    ids: z
      .array(z.string('Enter each id as text').max(200, 'At most 200 characters'), 'Enter the ids as a list of strings')
      .min(1, 'Enter at least one id')
      .max(selectionLimit, `At most ${selectionLimit} ids`)
      .meta({ description: 'Ids of the rows; for tags, their names.' }),
    values: Values.default({}),
  })
  .meta({ id: 'Selected', example: { kind: 'task', act: 'plan', ids: ['01a0'], values: { date: 'tomorrow' } } })

const DoneJson = z
  .object({
    summary: z.string(),
    changed: z.int(),
    unchanged: z.int().meta({ description: 'Rows that already match, or can’t be changed this way.' }),
    ids: z.array(z.string()).meta({ description: 'Ids of the changed rows.' }),
    seq: z.int().nullable().meta({ description: 'Their new version; null if nothing changed.' }),
    change_id: z.string().nullable().meta({ description: 'Use it to undo the change; null if nothing changed.' }),
  })
  .meta({ id: 'SelectedChange' })

/** Text for the API description: the acts of each list, with the values that they take. */
export const actsText = async () => {
  const lines = Object.entries(lists).map(async ([kind, load]) => {
    const acts = Object.entries((await load()).acts).map(([act, { takes = [] }]) =>
      takes.length > 0 ? `\`${act}\` (${takes.map((value) => `\`${value}\``).join(', ')})` : `\`${act}\``,
    )
    return `- \`${kind}\`: ${acts.join(', ')}`
  })
  return ['Acts, with the `values` they take:', '', ...(await Promise.all(lines))].join('\n')
}

/** A value as its form field would have it. */
const typed = (value: string | string[] | null) =>
  value === null ? 'none' : typeof value === 'string' ? value : value.join(',')

/** `/api/v1/selected` */
export const selectedApi = new Hono<App>().post(
  '/',
  describeOperation({
    summary: 'Change many rows at once',
    description:
      'Does what the selection bar of a list does, all or nothing. Null removes a link or a date. `POST /api/v1/changes/{change_id}/undo` undoes it.',
    tag: 'Changes',
    body: true,
    once: true,
    stale: true,
    answers: { schema: DoneJson },
  }),
  body(SelectedBody),
  once(),
  async (c) => {
    const { kind, act, ids, values } = c.req.valid('json')
    const given = Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typed(value)] as const],
    )
    const list = await lists[kind]?.()
    return c.json(await list?.act(c, act, ids, Object.fromEntries(given)))
  },
)

const onPage = {
  status: 409,
  code: 'on_page',
  title: 'Undo this on its page',
  detail: 'This change can only be undone on the page of recent changes. Nothing was undone.',
} as const

/** `/api/v1/changes` */
export const changesApi = new Hono<App>().post(
  '/:id/undo',
  describeOperation({
    summary: 'Undo a change',
    description:
      'Stored changes can be undone for 30 days; later edits stay. An act can be undone while it is the latest. Its id is its name and values, joined by `~`: ' +
      '`timer.start~<id>~<seq>`, `timer.stop~<id>~<seq>` and `timer.discard~<id>~<seq>` with the session and the version that the act ' +
      'made, `session.import~<id>`, `card.import~<id>`, `plan.import~<id>`, `task.schedule~<id>~<date before>`.',
    tag: 'Changes',
    item: true,
    once: true,
    stale: true,
    answers: { schema: z.object({ undone: z.string() }).meta({ id: 'UndoneChange' }) },
  }),
  once(),
  async (c) => {
    const act = await undoAct(appContext(c))
    if (act) return act
    const { user, claim } = c.var
    const id = c.req.param('id')
    const done = await undo(c.env.DB, user.id, id, localNow(user), (undone) => claim(id, { undone }))
    if (done === 'gone') throw new ProblemError(nothingToUndoProblem)
    if (done === 'taken') throw new ProblemError(nameTaken)
    if ('path' in done) {
      const path = currentPath(done.path)
      c.set('facts', factsOf('POST', `/api/v1${path}`))
      const answer = await undoAct(appContext(c), path.split('/')[2])
      if (!answer) throw new ProblemError(onPage)
      if (answer.status < 400) await deleteChange(c.env.DB, { userId: user.id, changeId: id }).run()
      return answer
    }
    return c.json(done)
  },
)
