import { env } from 'cloudflare:workers'
import { askFor } from '../../functions/account/auth/magic-link/testing'
import { softwarePasskey } from '../../functions/account/auth/passkeys/testing'
import { makeApiToken } from '../../functions/account/auth/programs/issue'
import { program } from '../../functions/account/auth/programs/testing'
import { anotherBrowser } from '../../functions/account/settings/sign-in/testing'
import { userActions } from '../../functions/apps/admin/users/actions'
import { documentOf, importPlan, storedPlan } from '../../functions/learning/plans/testing'
import { acceptShare, inviteTo } from '../../functions/learning/shares/testing'
import { undoPath } from '../../functions/lib/http/path-to'
import { calendarOf, eventLines } from '../../functions/people/meetings/import/testing'
import { calling } from '../../functions/programs/mcp/testing'
import { sessionData } from '../../functions/programs/sync/testing'
import { putUnfinished } from '../../functions/time/timer/unfinished/testing'
import { pathFor } from './callers'
import { type Client, type FormFields, rows, signedIn, toastOf } from './client'
import { kindForms, tableOf } from './kind-forms'
import { isApi } from './routes'
import { randomDocument } from './rows/random-document'

/** A form or a JSON body. `path` replaces the usual path, for writes that refer to earlier ones. */
type Sent = { path?: string; body?: object; headers?: Record<string, string> }

/** Prepares the rows that a route needs. `path` contains ids of the client's rows. */
type Prepare = (client: Client, path: string) => Promise<Sent> | Sent

const first = async <T = { seq: number }>(query: string, ...values: unknown[]) => (await rows<T>(query, ...values))[0]

const idIn = (path: string, at = 1) => path.match(/[0-9a-f-]{36}/g)?.[at - 1] ?? ''

const seqOf = async (table: string, id: string) =>
  (await first(`SELECT seq FROM ${table} WHERE id = ?`, id))?.seq ?? Number.NaN

const syncBody = {
  state: { device_id: 'laptop' },
  sessions: [{ action: 'create', id: 'synced', data: sessionData(), updated_at: 1_777_000_000_000 }],
}

const session = { title: 'A session', date: '2026-03-03', started_at: '09:00', duration: '1h' }

/** Sends the body unchanged. */
const sends =
  (body: object): Prepare =>
  () => ({ body })

/** A subscription as a browser gives it. */
const subscription = {
  endpoint: 'https://push.daymark.dev/send/a',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
}

const rate = { from: '2026-03-03', rate: '80 EUR', billable: '1' }

/** Sets the rate that a path deletes. */
const afterRate: Prepare = async (client, path) => {
  await client.post(path.replace(/\/delete$/, ''), rate)
  return { path: `${path}?from=2026-03-03` }
}

/** A budget of one minute, and more time than that. */
const usedBudget: Prepare = async (client, path) => {
  const [, kind] = path.split('/')
  const project =
    kind === 'projects'
      ? idIn(path)
      : (
          await (
            await client.json('POST', '/api/v1/projects', { name: 'Used', organization_id: idIn(path) })
          ).json<{ id: string }>()
        ).id
  await client.json('POST', '/api/v1/sessions', {
    ...{ started_at: '2026-03-03T09:00:00Z', duration_seconds: 3600, project_id: project },
  })
  await client.post(path.replace(/\/seen$/, ''), { hours: '1m' })
  return {}
}

/** Saves a note while it is typed. */
const types =
  (table: string): Prepare =>
  async (_, path) => ({ body: { text: 'Bring the plan', base: await seqOf(table, idIn(path)) } })

/** An edit of the row that the path names, over its version. */
const edits =
  (table: string, body: object = {}): Prepare =>
  async (_, path) => ({ body: { ...body, seq: await seqOf(table, idIn(path, table === 'goal_milestones' ? 2 : 1)) } })

/** Lets the goal of a path repeat each week. */
const recurring = (client: Client, path: string) =>
  client.json('PATCH', `/api/v1/goals/${idIn(path)}`, { measure: 'times', target: 3, period: 'week' })

/** A task with a time and one without, tomorrow, so that there is room for both at any hour. */
const toPlace: Prepare = async ({ json }, path) => {
  const date = new Date(Date.now() + 172_800_000).toISOString().slice(0, 10)
  await json('POST', '/api/v1/tasks', { title: 'Timed', date, at: '10:00' })
  await json('POST', '/api/v1/tasks', { title: 'Untimed', date, estimated_minutes: 30 })
  return { path: `${path}?date=${date}` }
}

/** An act on a selected row of a list. */
const selects =
  (list: string, act: object): Prepare =>
  async (client) => {
    await client.post(`/${list}`, kindForms[list])
    return { body: { ids: await newest(client, tableOf(list)), ...act } }
  }

/** Writes after another action at the path that ends otherwise. */
const after =
  (end: string, before: string): Prepare =>
  async (client, path) => {
    await client.post(path.replace(end, before))
    return {}
  }

/** Adds a step to the task in the path; an Undo expects its notes. */
const withStep =
  (body: object): Prepare =>
  async (client, path) => {
    await client.post(`/tasks/${idIn(path)}/steps`, { step: 'One' })
    const [task] = await rows<{ description: string }>('SELECT description FROM tasks WHERE id = ?', idIn(path))
    return { body: { ...body, is: JSON.stringify([task?.description]) } }
  }

/** The row that the path names, deleted by the action before. */
const deleted = after('restore', 'delete')

/** Creates the row that the path deletes, by JSON. */
const afterAdding =
  (method: 'POST' | 'PUT', body: object = {}): Prepare =>
  async (client, path) => {
    await client.json(method, path, body)
    return {}
  }

/** Creates the row that the path deletes by its date. */
const afterDate =
  (name: string): Prepare =>
  async (client, path) => {
    await client.json('POST', path.replace(/\/[^/]*$/, ''), { [name]: '2026-03-03' })
    return { path: path.replace(/[^/]*$/, '2026-03-03') }
  }

/** The writes of a kind whose forms and JSON take the same members, with an edit of the first. */
const writesOf = (path: string, form: Record<string, string>): Record<string, Prepare> => {
  const edited = { [Object.keys(form)[0] ?? '']: 'Another' }
  return {
    [`POST /${path}`]: sends(form),
    [`POST /${path}/:id`]: edits(tableOf(path), { ...form, ...edited }),
    [`POST /${path}/:id/restore`]: deleted,
    [`POST /${path}/selected`]: selects(path, { act: 'delete' }),
    [`POST /api/v1/${path}`]: sends(form),
    [`PATCH /api/v1/${path}/:id`]: sends(edited),
  }
}

/** Writes of rates and budgets below a path. */
const ratesOf = (path: string): Record<string, Prepare> => ({
  [`POST ${path}/rates`]: sends(rate),
  [`POST ${path}/rates/delete`]: afterRate,
  [`POST ${path}/rates/restore`]: (_, path) => ({ path: `${path}?from=2026-03-03&rate=80%20EUR` }),
  [`POST ${path}/rates/budget`]: sends({ hours: '40' }),
  [`POST ${path}/rates/budget/restore`]: (_, path) => ({ path: `${path}?hours=40` }),
  [`POST ${path}/rates/budget/seen`]: usedBudget,
  [`POST /api/v1${path}/rates`]: sends({ hourly_rate: '80.00', currency: 'EUR' }),
  [`DELETE /api/v1${path}/rates/:date`]: afterDate('from'),
})

/** A field of each kind whose edits in place have an Undo. */
const editedInPlace = {
  ...{ organizations: 'notes', people: 'role', projects: 'repository', meetings: 'title', tasks: 'title' },
  ...{ goals: 'title', learnings: 'title', feedback: 'content', cards: 'source' },
  ...{ skills: 'notes', views: 'name', energy: 'notes' },
}

/** Takes an edit in place back. */
const undoes =
  (table: string, field: string): Prepare =>
  async (client, path) => {
    const id = idIn(path)
    const row = await first<Record<string, string | number>>(`SELECT seq, ${field} FROM ${table} WHERE id = ?`, id)
    const value = 'acme/edited'
    await client.post(path.replace('/undo', '').replace('changes/session.edit~', 'sessions/'), {
      field,
      [field]: value,
      seq: Number(row?.seq),
    })
    return { body: { [field]: String(row?.[field] ?? ''), is: JSON.stringify([value]) } }
  }

const running = async (client: Client) => {
  await client.post('/timer/start', { title: 'Work' })
  const [timer] = await rows<{ id: string; seq: number }>(
    "SELECT id, seq FROM sessions WHERE user_id = ? AND status = 'active' AND source = 'timer'",
    client.userId,
  )
  return timer ?? { id: '', seq: Number.NaN }
}

const withTimer: Prepare = async (client) => {
  const { id } = await running(client)
  return { body: { id } }
}

const inFocus: Prepare = async (client) => {
  const { id } = await running(client)
  await client.post('/timer/focus', { id })
  return { body: { id } }
}

const inPause: Prepare = async (client) => {
  const { id } = await running(client)
  await client.post('/timer/focus', { id })
  await client.post('/timer/focus/pause', { id })
  return { body: { id } }
}

const inBreak: Prepare = async (client) => {
  const { id } = await running(client)
  await client.post('/timer/focus', { id })
  await client.post('/timer/focus/break', { id })
  return { body: { id } }
}

/** A timer that runs, and a start that stops it. */
const runningAnd =
  (body: object): Prepare =>
  async (client) => {
    await running(client)
    return { body }
  }

/** The path that undoes an action, from the answer of the page that shows it. */
const undoIn = async (client: Client, path: string, fields: FormFields = {}) => {
  const html = await (await client.post(path, fields, { part: true })).text()
  return { path: /hx-post="([^"]+\/undo[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '' }
}

/** Fields of a plan's form. */
const planForm = { title: 'Ropes', tags: 'rope', total_hours: '9', goal_id: '', project_id: '', scheduler: 'sm2' }

/** Fields of a chunk's form. */
const chunkForm = {
  title: 'Half hitch',
  duration: '45m',
  status: 'not_started',
  objectives: 'Tie it',
  resources: '',
  deliverable: '',
  text: '',
}

/** The version of a chunk or a plan in its form. */
const seenIn = async (client: Client, path: string) =>
  /name="seen" value="(\w+)"/.exec(await (await client.get(path)).text())?.[1] ?? ''

const overlap = async (client: Client, duration = '1h') => {
  await client.post('/sessions', { ...session, duration })
  await client.post('/sessions', { ...session, started_at: '09:30' })
  const [one, other] = await rows<{ id: string; seq: number }>(
    'SELECT id, seq FROM sessions WHERE user_id = ? ORDER BY started_at',
    client.userId,
  )
  return { one: one?.id ?? '', other: other?.id ?? '', one_seq: one?.seq ?? 0, other_seq: other?.seq ?? 0 }
}

const overlapping: Prepare = async (client) => ({ body: await overlap(client) })

const packageName = () => `org.example.a${crypto.randomUUID().replaceAll('-', '')}`

/** An app in the catalogue; its version. */
const listedApp = async ({ json }: Client) => {
  const package_name = packageName()
  await json('PUT', `/api/v1/admin/apps/${package_name}`, { label: `App ${package_name}`, is_whitelisted: true })
  const app = await first('SELECT seq FROM apps WHERE package_name = ?', package_name)
  return { package_name, seq: app?.seq ?? Number.NaN }
}

const dailyLimit = { seconds: 1800, period: 'day' }

const limited =
  (more: object): Prepare =>
  async ({ json }) => {
    await json('PUT', '/api/v1/whitelist/limits/all', dailyLimit)
    return { body: { scope: 'all', ...more } }
  }

const condition = { after_subject: 'all', after_minutes: '60', after_period: 'day' }

const earned = {
  package_name: 'org.example.earned',
  app: 'org.example.earned',
  typed: 'org.example.earned',
  ...condition,
}

const editedEarned: Prepare = async (client, path) => {
  await client.post(path.replace(/\/edit$/, ''), earned)
  const [, userId = client.userId] = /\/users\/([^/]+)/.exec(path) ?? []
  const rule = await first(
    "SELECT iif(set_by = 'admin', updated_at, seq) AS seq FROM user_apps WHERE user_id = ?",
    userId,
  )
  return { body: { ...earned, after_minutes: '90', seq: rule?.seq } }
}

/** Forms of rules, below the list of one's own apps and of another person's. */
const ruleForms: Record<string, Prepare> = {
  add: sends({ package_name: 'org.example.app', app: 'org.example.app', typed: 'org.example.app', rule: 'allow' }),
  rules: sends({ package_name: ['org.example.one', 'org.example.two'], rule: 'block' }),
  earned: sends(earned),
  'earned/many': sends({ ...condition, package_name: ['org.example.one', 'org.example.two'], save: 'yes' }),
  'earned/edit': editedEarned,
}

const apart = async (client: Client) => (await pathFor('GET /admin/users/:id', client)).split('/').at(-1) ?? ''

const manyRules = async (client: Client) => ({
  ids: await apart(client),
  list: packageName(),
  set: 'block',
})

const blocked = async (client: Client) => ({
  user_ids: [await apart(client)],
  apps: [{ package_name: packageName(), rule: { is_whitelisted: false } }],
})

const changedRules: Prepare = async (client) => {
  const changed = await client.json('POST', '/api/v1/admin/users/apps', await blocked(client))
  const { change_id } = await changed.json<{ change_id: string }>()
  return { path: `/changes/${change_id}/undo` }
}

const adminRule = async (client: Client, path: string) => {
  const package_name = packageName()
  await client.json('PUT', path.replace(/[^/]+$/, package_name), { is_whitelisted: false })
  return { path: path.replace(/[^/]+$/, package_name) }
}

const selection = async (client: Client) => {
  await client.post('/sessions', session)
  const row = await first<{ id: string }>('SELECT id FROM sessions WHERE user_id = ?', client.userId)
  return { ids: [row?.id ?? ''] }
}

/** In the zone of `putUnfinished`. */
const halfAnHourAgo = () =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' }).format(Date.now() - 1_800_000)

const csv = `User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags
A,a@example.com,C,P,D,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,`

const left: Prepare = async (_, path) => ({ body: { seq: await seqOf('sessions', idIn(path)) } })

const milestone: Prepare = async (client, path) => {
  await client.post(path.replace(/\/milestones.*/, '/milestones'), { description: 'Another' })
  return { body: { to: 'up', ids: '' } }
}

const newest = async ({ userId }: Client, table: string) =>
  (await first<{ id: string }>(`SELECT id FROM ${table} WHERE user_id = ? ORDER BY 1 DESC LIMIT 1`, userId))?.id ?? ''

const email = (client: Client) => `${client.userId}@example.com`

const event = () => ({
  id: crypto.randomUUID(),
  package_name: 'org.example.app',
  started_at: new Date(Date.now() - 120_000).toISOString(),
  ended_at: new Date(Date.now() - 60_000).toISOString(),
})

const pull = { repo_owner: 'acme', repo_name: 'web', pr_number: 7 }
const activity = { ...pull, activity_type: 'comment' }

/** Accepts the invitation of the path. */
const accepted: Prepare = async (client, path) => {
  await acceptShare(client, idIn(path))
  return {}
}

/** Accepts it, and its owner deletes the plan. */
const ended: Prepare = async (client, path) => {
  await acceptShare(client, idIn(path))
  await rows(
    'UPDATE plans SET shared_at = NULL WHERE id = (SELECT plan_id FROM plan_shares WHERE id = ?) AND owner_id IS NULL',
    idIn(path),
  )
  return {}
}

const mergesInto =
  (kind: string): Prepare =>
  async (client) => {
    const other = await client.json('POST', `/api/v1/${kind}`, { name: 'Another' })
    return { body: { into: (await other.json<{ id: string }>()).id } }
  }

/** Bodies of writes by route. Routes without a body are not listed. */
const writes: Record<string, Prepare> = {
  ...Object.fromEntries(
    Object.entries(editedInPlace).map(([path, field]) => [`POST /${path}/:id/undo`, undoes(tableOf(path), field)]),
  ),
  ...Object.fromEntries(
    ['goals', 'learnings', 'organizations', 'people', 'sessions', 'skills', 'tasks', 'energy'].map((path) => [
      `POST /${path}/:id/notes/:field`,
      types(tableOf(path)),
    ]),
  ),
  ...Object.assign({}, ...Object.entries(kindForms).map(([path, form]) => writesOf(path, form))),
  ...Object.assign({}, ...['/settings', '/projects/:id', '/organizations/:id', '/tasks/:id'].map(ratesOf)),
  'POST /api/v1/reports': sends({ title: 'A report', from: '2026-01-01', to: '2026-06-30' }),
  'POST /settings/devices/:id/remove': after('remove', 'revoke'),
  'POST /auth/magic-link': (client) => ({ body: { email: email(client) } }),
  'POST /auth/verify': async (client) => ({ body: { token: (await askFor(email(client))).token } }),
  'POST /auth/token': async (client) => ({
    headers: { Cookie: '', 'Content-Type': 'application/json' },
    body: { token: (await askFor(email(client))).token },
  }),
  'POST /auth/refresh': async ({ userId }) => ({
    headers: { Cookie: '', 'Content-Type': 'application/json' },
    body: { refresh_token: (await program(userId)).refresh_token },
  }),
  'POST /context': sends({ org: 'none' }),
  'POST /api/v1/selected': async (client) => {
    const added = await client.json('POST', '/api/v1/cards', { question: 'A', answer: 'B' })
    return { body: { kind: 'card', act: 'suspend', ids: [(await added.json<{ id: string }>()).id] } }
  },
  'POST /goals/selected': selects('goals', { act: 'plan', typed: 'plan', date: 'today' }),
  'POST /tasks/selected': selects('tasks', { act: 'plan', typed: 'plan', date: 'tomorrow' }),
  'POST /learnings/selected': selects('learnings', { act: 'tag', typed: 'tag', add_tags: 'new' }),
  'POST /projects/selected': selects('projects', { act: 'archive' }),
  'POST /plans/selected': selects('plans', { act: 'delete' }),
  'POST /goals/categories': sends({ category: 'personal', name: 'Private' }),
  'POST /goals/categories/remove': sends({ category: 'technical' }),
  'POST /goals/:id/status': sends({ status: 'in_progress' }),
  'POST /goals/:id/progress': edits('goals', { progress_percentage: '40' }),
  'POST /goals/:id/reopen': after('reopen', 'complete'),
  'POST /goals/:id/ticks': sends({ note: 'In the rain' }),
  'POST /goals/:id/log': sends({ amount: '20m' }),
  'POST /goals/:id/ticks/:tick/restore': (_, path) => ({ path: `${path}?date=2026-03-03` }),
  'POST /goals/:id/skips': async (client, path) => {
    await recurring(client, path)
    return { body: { reason: 'Ill' } }
  },
  'POST /changes/goal.skip~:id/undo': async (client, path) => {
    await recurring(client, path)
    await client.post(`/goals/${idIn(path)}/skips`, { reason: 'Ill' })
    return {}
  },
  'POST /goals/:id/milestones': sends({ description: 'One' }),
  'POST /goals/:id/milestones/order': async (client, path) => {
    for (const description of ['One', 'Two']) await client.post(path.replace(/\/order$/, ''), { description })
    const all = await rows<{ id: string }>(
      'SELECT id FROM goal_milestones WHERE user_id = ? ORDER BY position DESC',
      client.userId,
    )
    return { body: { ids: all.map(({ id }) => id).join() } }
  },
  'POST /goals/:id/milestones/:milestone': edits('goal_milestones', { description: 'Another' }),
  'POST /goals/:id/milestones/:milestone/reopen': after('reopen', 'reach'),
  'POST /goals/:id/milestones/:milestone/move': async (client, path) => ({
    ...(await milestone(client, path)),
    body: { to: 'last' },
  }),
  'POST /goals/:id/milestones/:milestone/restore': deleted,
  'POST /tasks/quick': sends({ line: 'A task 15m high' }),
  'POST /tasks/:id/reopen': after('reopen', 'complete'),
  'POST /tasks/:id/drop': sends({}),
  'POST /tasks/:id/estimate': sends({ estimated_minutes: '45m' }),
  'POST /week': sends({ '2026-03-03~0~~~': '1:30' }),
  'POST /week/cell': sends({ date: '2026-03-04', value: '1:30', seen: '0' }),
  'POST /week/row': async ({ json }) => {
    const session = { started_at: '2026-02-24T09:00:00Z', ended_at: '2026-02-24T10:00:00Z', title: 'Rigging' }
    await json('POST', '/api/v1/sessions', session)
    return { body: { date: '2026-03-03', row: '~~' } }
  },
  'POST /week/project': sends({ create: 'Gardening' }),
  'POST /plan/hours': sends({ work_start: '08:30', work_end: '17:00' }),
  'POST /plan/place': toPlace,
  'POST /plan/unplace': toPlace,
  'POST /plan/done': sends({}),
  'POST /plan/close': sends({ line: 'A good day' }),
  'POST /tasks/:id/schedule': sends({ to: 'tomorrow' }),
  'POST /tasks/:id/move': sends({ to: 'last' }),
  'POST /changes/task.move~:id/undo': async (_client, path) => ({ body: { ids: idIn(path) } }),
  'POST /tasks/:id/steps': sends({ step: 'One' }),
  'POST /tasks/:id/steps/:step': withStep({ text: 'One', done: '1' }),
  'POST /tasks/:id/steps/:step/task': withStep({ text: 'One' }),
  'POST /changes/task.step~:id/undo': withStep({ description: 'None' }),
  'POST /cards/:id/resume': after('resume', 'suspend'),
  'POST /review/keep': async (client) => {
    const first = crypto.randomUUID()
    const path = await pathFor('POST /review/:id', client)
    await client.post(path, { rating: '3', review: first, shown: String(Date.now() - 60_000) })
    return { body: { first, review: first } }
  },
  'POST /review/:id': sends({ rating: '3' }),
  'POST /review/:id/edit': edits('cards', { question: 'Another', answer: 'Answer' }),
  'POST /changes/review.rating~:id/undo': async (client, path) => {
    const review = crypto.randomUUID()
    await client.post(`/review/${idIn(path)}`, { rating: '3', review })
    return { body: { rating: '3', review } }
  },
  'POST /api/v1/cards/:id/reviews': sends({ rating: 3 }),
  'DELETE /api/v1/cards/:id/reviews/last': async (client, path) => {
    await client.json('POST', path.replace(/\/last$/, ''), { rating: 3 })
    return {}
  },
  'POST /api/v1/energy': sends({ energy_level: 4, engagement_level: 3 }),
  'PATCH /api/v1/energy/:id': sends({ energy_level: 5 }),
  'POST /api/v1/action-items': sends({ description: 'An action item' }),
  'PATCH /api/v1/action-items/:id': sends({ description: 'Another' }),
  'POST /target': sends({ daily_target: '3h' }),
  'POST /review/week/plan': sends({ date: new Date().toISOString().slice(0, 10) }),
  'POST /review/month/plan': sends({ date: new Date().toISOString().slice(0, 10) }),
  'POST /evidence/markdown': sends({ title: 'A draft', from_date: '2026-01-01', to_date: '2026-06-30' }),
  'POST /learnings/preview': sends({ content: '*A* learning' }),
  'POST /meetings/:id/notes': sends({ outcome_notes: 'Bring the plan', outcome_version: '0' }),
  'POST /meetings/:id/notes/:field': sends({ text: 'Bring the plan', base: '0' }),
  'POST /review/week/notes': async () => ({
    path: '/review/week/notes?date=2026-03-03',
    body: { text: 'Quiet', base: '0' },
  }),
  'POST /review/month/notes': async () => ({
    path: '/review/month/notes?date=2026-03-03',
    body: { text: 'Quiet', base: '0' },
  }),
  'POST /meetings/:id/log': async (_, path) => {
    await rows(
      "UPDATE meetings SET date = '2026-03-03', time = '09:00', duration_minutes = 30 WHERE id = ?",
      idIn(path),
    )
    return {}
  },
  'POST /meetings/:id/start': sends({}),
  'POST /meetings/:id/end': sends({ outcome_notes: 'Bring the plan', outcome_version: '0' }),
  'POST /changes/meeting.end~:id/undo': async (client, path) => {
    await client.post(`/meetings/${idIn(path)}/start`)
    return { path: toastOf(await client.post(`/meetings/${idIn(path)}/end`)).undo }
  },
  'POST /meetings/:id/skip': async (_, path) => {
    await rows("UPDATE meetings SET repeat = 'weekly' WHERE id = ?", idIn(path))
    return {}
  },
  'POST /changes/meeting.skip~:id/undo': async (client, path) => {
    await client.post(`/meetings/${idIn(path)}/delete`)
    return {}
  },
  'POST /meetings/:id/next': sends({ date: '2026-03-10', time: '10:00' }),
  'POST /meetings/:id/learnings': sends({ title: 'A learning' }),
  'POST /people/:id/merge': mergesInto('people'),
  'POST /organizations/:id/merge': mergesInto('organizations'),
  'POST /capture': sends({ entry: 'todo Call the bank tomorrow', kind: '', does: 'task' }),
  'POST /skills/:id/progress': sends({ level: '3', note: 'Practised', date: '' }),
  'POST /skills/:id/progress/again': (_, path) => ({ path: `${path}?level=3&note=&date=` }),
  'POST /skills/:id/progress/:entry/delete': async (client, path) => {
    const skill = path.split('/')[2] ?? ''
    await client.post(`/skills/${skill}/progress`, { level: '3' })
    return { path: `/skills/${skill}/progress/${skill}/delete` }
  },
  'POST /skills/:id/links': async (client) => ({
    body: { link: `project:${idIn(await pathFor('GET /projects/:id', client))}` },
  }),
  'POST /skills/:id/links/remove': sends({ link: 'project:none' }),
  'POST /meetings/import': sends({ text: calendarOf(eventLines('Planning', '20260714T090000Z')) }),
  'POST /settings/backups/restore': () => ({
    body: { file: new File([JSON.stringify(randomDocument(1))], 'daymark.json') },
  }),
  'POST /settings/backups/restore/:id/confirm': sends({ mode: 'merge' }),
  'POST /changes/backup.restore~:id/undo': async ({ userId }) => {
    const state = crypto.randomUUID()
    await rows(
      "INSERT INTO users (id, username, created_at, updated_at, shadow_of, shadow_until) VALUES (?, 'Robin', 1, 1, ?, 9e15)",
      state,
      userId,
    )
    await rows("INSERT INTO change_heads (user_id, restore_id) VALUES (?, 'kept')", state)
    return { path: undoPath('backup.restore', state) }
  },
  'POST /api/v1/restore': () => ({
    body: randomDocument(1),
    path: '/api/v1/restore?mode=merge&dry_run=true',
  }),
  'POST /skills/import': sends({ text: 'SQL: 3' }),
  'POST /skills/import/confirm': sends({ text: 'SQL: 3' }),
  'POST /api/v1/skills': sends({ name: 'A skill', teams: [{ team_name: 'Platform', relevance: 'high' }] }),
  'PATCH /api/v1/skills/:id': sends({ confidence_level: 4 }),
  'POST /api/v1/skills/:id/progress': sends({ level: 3 }),
  'POST /cards/import': sends({ text: '## Card 1\n**Q**: to be\n**A**: ser\n' }),
  'POST /plans': sends({ ...planForm, chunks: 'One, 1h\nTwo' }),
  'POST /plans/:id/details': async (client, path) => ({
    body: { ...planForm, seen: await seenIn(client, path) },
  }),
  'POST /plans/:id': async (client, path) => ({
    body: { title: 'Ropes', seq: (await storedPlan(client, path.slice('/plans/'.length))).seq },
  }),
  'POST /plans/import': sends({ text: documentOf('imported', 2) }),
  'POST /plans/:id/edit': async (client, path) => {
    const id = path.split('/')[2] ?? ''
    const { content, seq } = await storedPlan(client, id)
    return { body: { content: `${content}\nMore`, seq } }
  },
  'POST /plans/:id/status': sends({ status: 'completed' }),
  'POST /plans/:id/chunks/:chunk/status': sends({ status: 'completed' }),
  'POST /plans/:id/chunks': sends(chunkForm),
  'POST /plans/:id/order': sends({ ids: 'chunk-2,chunk-1' }),
  'POST /plans/:id/chunks/:chunk/move': sends({ to: 'down' }),
  'POST /plans/:id/chunks/:chunk/edit': async (client, path) => ({
    body: { ...chunkForm, seen: await seenIn(client, path) },
  }),
  'POST /plans/:id/chunks/:chunk/split': async (client, path) => ({
    body: { title: 'The rest', duration: '20m', seen: await seenIn(client, path) },
  }),
  'POST /plans/:id/undo': async (client, path) => {
    const { title, seq } = await storedPlan(client, path.split('/')[2] ?? '')
    await client.post(path.replace('/undo', ''), { field: 'title', title: 'Ropes', seq })
    return { body: { title, is: JSON.stringify(['Ropes']) } }
  },
  'POST /changes/plan.edit~:id/undo': (client, path) =>
    undoIn(client, path.replace(/changes.*~(.*)\/undo$/, 'plans/$1/chunks/chunk-1/status'), { status: 'completed' }),
  'POST /projects/:id/activate': after('activate', 'deactivate'),
  'POST /projects/:id/merge': mergesInto('projects'),
  'POST /tags/selected': async (client) => {
    await client.post('/sessions', { ...session, tags: 'old' })
    return { body: { ids: 'old', act: 'rename', typed: 'rename', name: 'new' } }
  },
  'POST /tags/:id': sends({ name: 'renamed' }),
  'POST /sessions/import': () => ({
    body: { file: new File([csv], 'log.csv', { type: 'text/csv' }), time_zone: 'Europe/Lisbon' },
  }),
  'POST /sessions/import/:id/confirm': sends({ on_error: 'skip' }),
  'POST /sessions/entry': runningAnd({ entry: '25m writing #deep' }),
  'POST /sessions': sends(session),
  'POST /sessions/:id': edits('sessions', { title: 'Another', duration: '2h' }),
  'POST /sessions/:id/times': edits('sessions', { started_at: '2026-03-04T10:30', ended_at: '2026-03-04T12:00' }),
  'POST /changes/session.edit~:id/undo': undoes('sessions', 'title'),
  'POST /sessions/:id/copy': sends({ started_at: '2026-03-04T10:30', ended_at: '2026-03-04T12:00' }),
  'POST /sessions/:id/split': edits('sessions', { at: '2026-03-03T09:20' }),
  'POST /sessions/:id/restore': deleted,
  'POST /sessions/selected': async (client) => ({
    body: { ...(await selection(client)), act: 'tag', typed: 'tag', add_tags: 'new' },
  }),
  'POST /day/:date/overlaps/trim': overlapping,
  'POST /day/:date/overlaps/split': async (client) => ({ body: await overlap(client, '3h') }),
  'POST /day/:date/overlaps/keep': overlapping,
  'POST /changes/overlap.keep~:id/undo': async (client) => {
    const pair = await overlap(client)
    await client.post('/day/2026-03-03/overlaps/keep', pair)
    return { path: undoPath('overlap.keep', '2026-03-03', pair.one, pair.other) }
  },
  'POST /timer/start': runningAnd({ title: 'Crowd' }),
  'POST /changes/timer.start~:id/undo': async (client) => {
    await running(client)
    return undoIn(client, '/timer/start', { title: 'Other' })
  },
  'POST /timer/stop': withTimer,
  'POST /changes/timer.stop~:id/undo': async (client) =>
    undoIn(client, '/timer/stop', { id: (await running(client)).id }),
  'POST /timer/discard': withTimer,
  'POST /changes/timer.discard~:id/undo': async (client) =>
    undoIn(client, '/timer/discard', { id: (await running(client)).id }),
  'POST /timer/edit': async (client) => ({ body: { ...(await running(client)), title: 'Edited' } }),
  'POST /timer/focus': withTimer,
  'POST /timer/focus/more': inFocus,
  'POST /timer/focus/go-on': inFocus,
  'POST /timer/focus/break': inFocus,
  'POST /timer/focus/pause': inFocus,
  'POST /timer/focus/resume': inPause,
  'POST /timer/focus/next': inBreak,
  'POST /timer/focus/end-break': inBreak,
  'POST /timer/idle': async (client) => {
    const { id } = await running(client)
    const now = Date.now()
    return { body: { id, from: String(now - 60_000), to: String(now), answer: 'keep' } }
  },
  'POST /timer/forgotten/answer': async (client) => {
    await putUnfinished(client, Date.now() - 3_600_000)
    const id = await newest(client, 'sessions')
    return { body: { id, seq: await seqOf('sessions', id) } }
  },
  'POST /timer/forgotten/:id/settle': async (client, path) => ({
    body: { ...(await left(client, path)).body, ended_at: halfAnHourAgo() },
  }),
  'POST /timer/forgotten/:id/discard': left,
  'POST /timer/forgotten/:id/resume': async (client) => {
    await putUnfinished(client, Date.now() - 30 * 3_600_000)
    await client.get('/timer')
    const id = await newest(client, 'sessions')
    return { path: `/timer/forgotten/${id}/resume`, body: { seq: await seqOf('sessions', id) } }
  },
  'POST /changes/timer.forgotten~:id/undo': async (client, path) => {
    const id = idIn(path)
    await client.post(`/timer/forgotten/${id}/discard`, { ...(await left(client, path)).body })
    return { path: undoPath('timer.forgotten', id, await seqOf('sessions', id), 'active', '') }
  },
  'POST /settings': sends({ theme: 'dark', shown: '{}' }),
  'POST /settings/uses': async (client) => {
    await client.post('/settings', { uses: ['', 'time'] })
    return { body: { use: 'learning' } }
  },
  'POST /welcome': sends({ uses: 'time' }),
  'POST /welcome/hide': sends({}),
  'POST /welcome/restore': sends({}),
  'POST /settings/time-zone': sends({ time_zone: 'Asia/Tokyo' }),
  'POST /settings/days-off': sends({ from: '2026-03-03' }),
  'POST /settings/days-off/delete': async (client, path) => {
    await client.post('/settings/days-off', { from: '2026-03-03' })
    return { path: `${path}?from=2026-03-03` }
  },
  'POST /settings/days-off/restore': (_, path) => ({ path: `${path}?from=2026-03-03` }),
  'POST /settings/calendars': sends({ name: 'Phone', shows: 'goals' }),
  'POST /settings/calendars/:id': sends({ name: 'Tablet', shows: 'tasks' }),
  'POST /settings/notifications': sends({ 'timer_runs.by': 'mail', 'how.titles': 'on' }),
  'POST /settings/notifications/test': () => ({}),
  'POST /settings/notifications/test-mail': () => ({}),
  'POST /settings/notifications/devices/:id/remove': () => ({}),
  'POST /reminders/act': async (client) => {
    await env.DB.prepare('INSERT INTO reminder_deliveries VALUES (?, ?, 0, 1, 1)')
      .bind(client.userId, 'plan_day x')
      .run()
    return { body: { act: 'snooze', key: 'plan_day x' } }
  },
  'POST /settings/tokens': sends({ name: 'Token', scopes: 'read', expiry: '90' }),
  'POST /settings/account/delete': (client) => ({ body: { confirm: email(client) } }),
  ...Object.fromEntries(
    Object.entries(ruleForms).flatMap(([form, sent]) =>
      ['/whitelists', '/admin/users/:id/whitelist'].map((list) => [`POST ${list}/${form}`, sent]),
    ),
  ),
  'POST /whitelists/paste': sends({ list: 'org.example.one\norg.example.two', rule: 'allow' }),
  'POST /whitelists/paste/confirm': sends({ list: 'org.example.one\norg.example.two', rule: 'allow' }),
  ...Object.fromEntries(userActions.map((act) => [`POST /admin/users/:id/${act}`, sends({ sure: act })])),
  'POST /admin/invitations': sends({ addresses: 'name@example.org, @example.net' }),
  'POST /admin/invitations/link': sends({}),
  'POST /admin/invitations/:id/remove': sends({}),
  'POST /admin/users/rules': async (client) => ({ body: await manyRules(client) }),
  'POST /admin/users/rules/set': async (client) => ({ body: await manyRules(client) }),
  'POST /changes/admin.rules~:id/undo': changedRules,
  'POST /admin/users/:id/whitelist/unlisted': sends({ unlisted_apps: 'allow', seen: 'block.' }),
  'POST /admin/whitelists': () => {
    const package_name = packageName()
    return { body: { package_name, label: `App ${package_name}`, is_whitelisted: '1' } }
  },
  'POST /admin/whitelists/edit': async (client) => ({
    body: { ...(await listedApp(client)), label: 'Edited', is_whitelisted: '0' },
  }),
  'POST /admin/whitelists/switch': async (client) => ({ body: { ...(await listedApp(client)), is_locked: '1' } }),
  'POST /admin/whitelists/delete': async (client) => ({ body: await listedApp(client) }),
  'POST /admin/whitelists/many': async (client) => {
    const { package_name, seq } = await listedApp(client)
    return { body: { act: 'block', ids: [`${seq}:${package_name}`] } }
  },
  'POST /changes/admin.apps~:id/undo': async (client) => {
    const { package_name, seq } = await listedApp(client)
    return undoIn(client, '/admin/whitelists/switch', { package_name, seq, is_locked: '1' })
  },
  'POST /admin/whitelists/import': () => ({ body: { text: packageName(), rule: 'allow' } }),
  'POST /admin/whitelists/import/confirm': async () => ({
    body: {
      text: packageName(),
      rule: 'allow',
      seq: (await first('SELECT seq FROM app_catalogue WHERE id = 1'))?.seq ?? 0,
    },
  }),
  'POST /api/v1/admin/users/apps': async (client) => ({ body: await blocked(client) }),
  'PUT /api/v1/admin/users/:id/apps/:package_name': async (client, path) => ({
    ...(await adminRule(client, path)),
    body: { is_whitelisted: true },
  }),
  'DELETE /api/v1/admin/users/:id/apps/:package_name': adminRule,
  'PATCH /api/v1/admin/users/:id/unlisted-apps': sends({ unlisted_apps: 'allow' }),
  'POST /api/v1/admin/apps/import': () => ({
    headers: { 'Content-Type': 'text/csv' },
    body: new Blob([`package_name,label,is_whitelisted\n${packageName()},One,true\n`]),
  }),
  'PUT /api/v1/admin/apps/:package_name': async (client, path) => ({
    path: path.replace(/[^/]+$/, (await listedApp(client)).package_name),
    body: { label: `App ${crypto.randomUUID()}`, is_whitelisted: true },
  }),
  'DELETE /api/v1/admin/apps/:package_name': async (client, path) => ({
    path: path.replace(/[^/]+$/, (await listedApp(client)).package_name),
  }),
  'PATCH /api/v1/admin/users/:id': sends({ role: 'admin' }),
  'PATCH /api/v1/me': sends({ username: 'Kim', preferences: { theme: 'dark' } }),
  'POST /api/v1/me/passkeys': async (client) => {
    const options = await (await client.json('POST', '/api/v1/me/passkeys/options')).json<{ challenge: string }>()
    return { body: { name: 'Key', passkey: await (await softwarePasskey()).create(options) } }
  },
  'POST /api/v1/me/feeds': sends({ name: 'Phone', contains: ['goals'] }),
  'PATCH /api/v1/me/reminders': sends({ kinds: { timer_runs: { by: 'mail', minutes: 180 } } }),
  'POST /api/v1/me/push': sends(subscription),
  'DELETE /api/v1/me/push': () => ({}),
  'POST /api/v1/me/push/test': () => ({}),
  'POST /api/v1/me/tokens': sends({ name: 'Token', scopes: ['read'] }),
  'DELETE /api/v1/me': (client) => ({ body: { confirm: email(client) } }),
  'POST /api/v1/goals/:id/ticks': sends({ note: 'In the rain' }),
  'POST /api/v1/goals/:id/skips': sends({ date: '2026-03-03', reason: 'Ill' }),
  'DELETE /api/v1/goals/:id/skips/:date': afterDate('date'),
  'POST /api/v1/goals/:id/milestones': sends({ description: 'One' }),
  'PATCH /api/v1/goals/:id/milestones/:milestone': sends({ description: 'Another' }),
  'POST /plans/:id/share': sends({ email: 'ada@example.com', permission: 'read' }),
  'POST /plans/:id/share/:share/permission': sends({ permission: 'edit' }),
  'POST /changes/plan.share~:id/undo': async (client, path) => {
    const id = path.replace(/.*~(.*)\/undo$/, '$1')
    return { path: undoPath('plan.share', id, await inviteTo(client, id, 'ada@example.com'), 'edit') }
  },
  'POST /plans/:id/progress': async (_, path) => {
    await rows('UPDATE plans SET shared_at = 1 WHERE id = ?', path.split('/').at(-2))
    return { body: { shown: 'yes' } }
  },
  'POST /plans/:id/history/:version/restore': async (client, path) => {
    const plan = path.split('/').at(2) ?? ''
    await rows('UPDATE plans SET shared_at = 1 WHERE id = ?', plan)
    await rows(
      `INSERT INTO plan_versions (user_id, plan_id, version, content, created_at)
       SELECT user_id, id, 1, content, 1 FROM plans WHERE id = ? AND owner_id IS NULL`,
      plan,
    )
    await client.json('PATCH', `/api/v1/plans/${plan}`, { title: 'Another' })
    return {}
  },
  'POST /shared/copies/:secret': async () => {
    const owner = await signedIn()
    const link = await owner.json('POST', `/api/v1/plans/${await importPlan(owner, documentOf('public', 2))}/link`)
    return { path: (await link.json<{ url: string }>()).url.replace(/.*\/p\//, '/shared/copies/') }
  },
  'POST /shared/:id/leave': accepted,
  'POST /shared/:id/keep': ended,
  'DELETE /api/v1/shares/:id': accepted,
  'POST /api/v1/shares/:id/keep': ended,
  'POST /api/v1/plans/:id/shares': sends({ email: 'ada@example.com', permission: 'read' }),
  'PATCH /api/v1/plans/:id/shares/:share': sends({ permission: 'edit' }),
  'PATCH /api/v1/reports/:id': sends({ title: 'Another' }),
  'POST /reports/:id/seal': sends({ show_changes: '1' }),
  'POST /api/v1/reports/:id/seal': sends({}),
  'POST /reports/:id/seal/remove': after('/remove', ''),
  'DELETE /api/v1/reports/:id/seal': afterAdding('POST'),
  'POST /r/:secret': async () => {
    const owner = await signedIn()
    const dates = { from: '2026-01-01', to: '2026-06-30' }
    const made = await owner.json('POST', '/api/v1/reports', { title: 'A report', seal: true, ...dates })
    return { path: new URL((await made.json<{ sealed_url: string }>()).sealed_url).pathname }
  },
  'POST /verify': () => ({ body: { file: '{}' } }),
  'POST /plans/:id/share/link': sends({ sure: 'link' }),
  'POST /plans/:id/share/link/remove': async (client, path) => {
    await client.post(path.replace('/remove', ''), { sure: 'link' })
    return {}
  },
  'POST /settings/sign-in/devices/end-others': sends({ sure: 'others' }),
  'DELETE /api/v1/plans/:id/link': afterAdding('POST'),
  'PUT /api/v1/plans/:id/markdown': (_, path) => ({
    headers: { 'Content-Type': 'text/markdown' },
    body: new Blob([`---\nid: ${path.split('/').at(-2)}\ntitle: Another\n---\n`]),
  }),
  'PUT /api/v1/plans/:id/cards.md': () => ({
    headers: { 'Content-Type': 'text/markdown' },
    body: new Blob(['## Card 1\n**Q**: to be\n**A**: ser\n']),
  }),
  'PATCH /api/v1/plans/:id/chunks/:chunk_id': sends({ status: 'completed' }),
  'PUT /api/v1/whitelist/apps': sends({ apps: [{ package_name: 'org.example.app', is_whitelisted: true }] }),
  'PUT /api/v1/whitelist/apps/:package_name': sends({ is_whitelisted: true }),
  'DELETE /api/v1/whitelist/apps/:package_name': afterAdding('PUT', { is_whitelisted: true }),
  'POST /whitelists/limits': sends({ scope: 'all', amount: '30m', period: 'day', weekdays: ['1', '2'] }),
  'POST /whitelists/limits/remove': limited({}),
  'POST /whitelists/limits/more': limited({ reason: 'The end of the film' }),
  'PUT /api/v1/whitelist/limits/:scope': sends(dailyLimit),
  'DELETE /api/v1/whitelist/limits/:scope': afterAdding('PUT', dailyLimit),
  'POST /api/v1/whitelist/apps/:package_name/extensions': async ({ json }, path) => {
    await json('PUT', path.replace(/\/extensions$/, ''), { is_whitelisted: true, limit: dailyLimit })
    return { body: { seconds: 300, reason: 'The end of the film' } }
  },
  'POST /api/v1/sessions': sends({ started_at: '2026-03-03T09:00:00Z', ended_at: '2026-03-03T10:00:00Z' }),
  'PATCH /api/v1/sessions/:id': sends({ title: 'Another' }),
  'POST /api/v1/calendars': sends({ address: 'https://calendar.invalid/work.ics' }),
  'PATCH /api/v1/calendars/:id': sends({ name: 'Another' }),
  'POST /api/v1/meetings/import': () => ({
    headers: { 'Content-Type': 'text/calendar' },
    body: new Blob([calendarOf(eventLines('Planning', '20260714T090000Z'))]),
    path: '/api/v1/meetings/import?from=2026-07-01&to=2026-07-31',
  }),
  'POST /api/v1/cards/import': () => ({
    headers: { 'Content-Type': 'text/plain' },
    body: new Blob(['to be\tser\n']),
    path: '/api/v1/cards/import',
  }),
  'POST /api/v1/sessions/import': () => ({ headers: { 'Content-Type': 'text/csv' }, body: new Blob([csv]) }),
  'DELETE /api/v1/days-off/:date': afterAdding('PUT'),
  'POST /api/v1/sync': () => ({ body: syncBody }),
  'POST /sync': () => ({ body: syncBody }),
  'POST /api/v1/usage': () => ({ body: { events: [event()] } }),
  'POST /mcp': async ({ userId }) => ({
    body: calling('add_task', { title: 'A task' }),
    headers: {
      Authorization: `Bearer ${(await makeApiToken(env, userId, { name: 'A test', scopes: ['write'], expiresAt: null }, Date.now())).token}`,
      Accept: 'application/json, text/event-stream',
    },
  }),
  'POST /api/v1/sessions/:id/notes': sends({ text: 'One more thing' }),
  'POST /api/v1/timer/start': runningAnd({ title: 'Work' }),
  'POST /api/v1/timer/stop': runningAnd({}),
  'POST /api/v1/timer/discard': runningAnd({}),
  'POST /api/v1/timer/heartbeat': runningAnd({}),
  'POST /api/sessions/start': sends(pull),
  'PATCH /api/sessions/:id/end': sends({ duration_seconds: 60 }),
  'POST /api/activities': sends({ ...activity, created_at: new Date().toISOString() }),
  'POST /api/activities/batch': sends({ activities: [activity] }),
}

const formOf = (body: object) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(body)) {
    for (const one of [value].flat()) form.append(name, one instanceof File ? one : String(one))
  }
  return form
}

/** A request that writes, with all that it needs: the path, a valid body and the client's cookie. */
export const validWrite = async (route: string, client: Client) => {
  const usual = await pathFor(route, client)
  const { path = usual, body = {}, headers = {} } = (await writes[route]?.(client, usual)) ?? {}
  const isJson = isApi(route) || headers['Content-Type'] === 'application/json'
  const cookie = { Cookie: (await anotherBrowser(client.userId)).cookie }
  return {
    path,
    headers: { ...cookie, ...(isJson && { 'Content-Type': 'application/json' }), ...headers },
    body: body instanceof Blob ? body : isJson ? JSON.stringify(body) : formOf(body),
    bindings: env,
  }
}
