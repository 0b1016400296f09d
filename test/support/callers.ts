import { env } from 'cloudflare:workers'
import { makeApiToken } from '../../functions/account/auth/programs/issue'
import { anotherBrowser } from '../../functions/account/settings/sign-in/testing'
import { actOn } from '../../functions/data/changes/testing'
import { documentOf, importPlan } from '../../functions/learning/plans/testing'
import { emailOf, inviteTo, shareWith } from '../../functions/learning/shares/testing'
import { dateOf } from '../../functions/lib/time/days'
import { putCalendar } from '../../functions/people/meetings/calendars/testing'
import { calendarOf, eventLines } from '../../functions/people/meetings/import/testing'
import { putLostCard } from '../../functions/programs/sync/conflicts/testing'
import { putDevice } from '../../functions/programs/sync/devices/testing'
import { putUnfinished } from '../../functions/time/timer/unfinished/testing'
import { type Client, origin, request, rows, signedIn } from './client'
import { kindForms, tableOf } from './kind-forms'
import { type Caller, isApi, methodOf, pathOf } from './routes'
import { randomDocument } from './rows/random-document'

/** A word in every text that the owner has. */
export const marker = 'SomebodyElse'

const csv = (date: string) =>
  `User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags
A,a@example.com,${marker} client,${marker} project,${marker} ${crypto.randomUUID()},${date},09:00:00,${date},10:00:00,01:00:00,`

/** Uploads a log of one session on that date; returns the id of the upload. */
export const upload = async (client: Client, date: string) => {
  const file = new File([csv(date)], 'log.csv', { type: 'text/csv' })
  const preview = await client.post('/sessions/import', { file, time_zone: 'Europe/Lisbon' })
  return /\/sessions\/import\/([0-9a-f-]{36})$/.exec(preview.headers.get('Location') ?? '')?.[1] ?? ''
}

/** The id of a person's newest row in a table. */
const newest = async ({ userId }: Client, table: string, id = 'id') =>
  (await rows<{ id: string }>(`SELECT ${id} AS id FROM ${table} WHERE user_id = ? ORDER BY 1 DESC LIMIT 1`, userId))[0]
    ?.id ?? ''

/** Starts a session of a pull request; returns its number. */
const startPull = async ({ userId, json }: Client) => {
  await json('POST', '/api/sessions/start', { repo_owner: marker, repo_name: 'web', pr_number: Date.now() % 1e9 })
  const [open] = await rows<{ number: number }>(
    "SELECT max(number) AS number FROM sessions WHERE user_id = ? AND source = 'extension'",
    userId,
  )
  return String(open?.number)
}

/** Uploads a card to import; returns the id of the upload. */
const cardUpload = async (client: Client) => {
  const text = `## Card 1\n**Q**: ${marker} ${crypto.randomUUID()}\n**A**: answer\n`
  const preview = await client.post('/cards/import', { text })
  return /\/cards\/import\/([0-9a-f-]{36})\/confirm/.exec(await preview.text())?.[1] ?? ''
}

/** Uploads a calendar; returns the id of the upload. */
const calendarUpload = async (client: Client) => {
  const text = calendarOf(eventLines(`${marker} ${crypto.randomUUID()}`, '20260714T090000Z'))
  const preview = await client.post('/meetings/import', { text, from: '2026-07-01', to: '2026-07-31' })
  return /\/meetings\/import\/([0-9a-f-]{36})\/confirm/.exec(await preview.text())?.[1] ?? ''
}

const newName = () => `${marker} ${crypto.randomUUID()}`

/** Adds a row by its form, with these fields. */
const added = (list: string, fields: () => Record<string, string>) => async (client: Client) => {
  await client.post(`/${list}`, { ...kindForms[list], ...fields() })
  return newest(client, tableOf(list))
}

/** Creates a row of each kind that paths name; returns its id. */
const make = {
  goal: added('goals', () => ({ title: `${marker} goal` })),
  task: added('tasks', () => ({ title: `${marker} task` })),
  actionItem: added('tasks', () => ({ title: `${marker} action item`, owner: 'me' })),
  feedback: added('feedback', () => ({ content: `${marker} feedback` })),
  card: added('cards', () => ({ question: `${marker} question`, answer: `${marker} answer` })),
  organization: added('organizations', () => ({ name: newName(), notes: `${marker} notes` })),
  person: added('people', () => ({ name: `${marker} person`, role: `${marker} role`, notes: `${marker} notes` })),
  meeting: async (client: Client) => {
    const people = `${marker} attendee`
    await client.post('/meetings', { title: `${marker} meeting`, people })
    const id = await newest(client, 'meetings')
    const text = { preparation_notes: `${marker} notes`, questions_asked: `${marker} questions` }
    await client.post(`/meetings/${id}/notes`, { ...text, preparation_version: '0', questions_version: '0' })
    return id
  },
  checkIn: added('energy', () => ({ mood: `${marker} mood`, notes: `${marker} notes` })),
  learning: added('learnings', () => ({ title: `${marker} learning`, content: `${marker} content` })),
  review: added('reviews', () => ({
    date: dateOf(crypto.getRandomValues(new Uint16Array(1))[0] ?? 0),
    words: `${marker} words`,
  })),
  report: added('reports', () => ({ title: `${marker} report`, note: `${marker} words` })),
  evidence: added('evidence', () => ({ title: `${marker} draft`, introduction: `${marker} words` })),
  view: added('views', () => ({ name: `${marker} view` })),
  skill: added('skills', () => ({ name: newName() })),
  project: added('projects', () => ({ name: newName(), classification: 'work', color: 'jade' })),
  session: async (client: Client) => {
    const times = { date: '2026-03-03', started_at: '09:00', duration: '1h' }
    await client.post('/sessions', { title: `${marker} session`, ...times })
    return newest(client, 'sessions')
  },
  /** An unfinished pull-request session, an hour old so that no page abandons it. */
  left: (client: Client) =>
    putUnfinished(client, Date.now() - 3_600_000, {
      source: 'extension',
      title: `${marker} review`,
      pr: crypto.getRandomValues(new Uint16Array(1))[0],
    }),
  pull: startPull,
  /** A repository with a session, as `owner/name`. */
  repo: async (client: Client) => {
    await startPull(client)
    return `${marker}/web`
  },
  upload: (client: Client) => upload(client, '2026-03-02'),
  import: async (client: Client) => {
    await client.post(`/sessions/import/${await upload(client, '2026-03-02')}/confirm`, { on_error: 'skip' })
    return newest(client, 'imports')
  },
  change: async (client: Client) => {
    const tag = `${marker} ${crypto.randomUUID()}`
    await client.post('/sessions', { date: '2026-03-03', started_at: '09:00', duration: '1h', tags: tag })
    await actOn(client, '/tags', 'archive', [tag])
    return newest(client, 'changes')
  },
  ruleChange: async (client: Client) => {
    await client.post('/whitelists/rules', { rule: 'block', package_name: `${marker}.${crypto.randomUUID()}` })
    return newest(client, 'change_parts', 'change_id')
  },
  limitChange: async (client: Client) => {
    const scope = `category:${crypto.randomUUID()}`
    await client.json('PUT', `/api/v1/whitelist/limits/${scope}`, { seconds: 60, period: 'day' })
    return newest(client, 'change_parts', 'change_id')
  },
  /** A job without steps left to do, in place of an unfinished one, as a person has one at most. */
  job: async ({ userId }: Client) => {
    const id = crypto.randomUUID()
    await rows('UPDATE jobs SET finished_at = 1 WHERE user_id = ?', userId)
    await rows(
      `INSERT INTO jobs (user_id, id, kind, title, records, message, page, work, total, seq, started_at, updated_at)
       VALUES (?1, ?2, 'undo-import', ?3, 'sessions removed', 'Done', '/sessions', '{"import_id":"none"}', 1, 0, 1, 1)`,
      userId,
      id,
      `${marker} job`,
    )
    return id
  },
  token: async ({ userId }: Client) =>
    (await makeApiToken(env, userId, { name: `${marker} token`, scopes: ['read'], expiresAt: null }, Date.now())).id,
  invitation: async () => {
    const id = crypto.randomUUID()
    await env.DB.prepare('INSERT INTO sign_up_invitations (id, address, created_at) VALUES (?, ?, 0)')
      .bind(id, id)
      .run()
    return id
  },
  /** A third person, as an admin may do anything with an account. */
  account: async () => (await signedIn()).userId,
  restore: async (client: Client) => {
    const { user, ...document } = randomDocument(1)
    const file = new File([JSON.stringify({ ...document, user: { ...user, username: marker } })], 'daymark.json')
    const answer = await client.post('/settings/backups/restore', { file })
    return answer.headers.get('Location')?.split('/').at(-1) ?? ''
  },
  planUpload: async (client: Client) => {
    const text = documentOf(`plan-${crypto.randomUUID()}`, 2).replace('title: Plan', `title: ${marker}`)
    const preview = await client.post('/plans/import', { text })
    return /\/plans\/import\/([0-9a-f-]{36})\/confirm/.exec(await preview.text())?.[1] ?? ''
  },
  /** The version that an import made. */
  planImport: async (client: Client) => {
    await client.post(`/plans/import/${await make.planUpload(client)}/confirm`)
    const [row] = await rows<{ seq: number }>('SELECT max(seq) AS seq FROM plans WHERE user_id = ?', client.userId)
    return String(row?.seq ?? '')
  },
  calendarUpload,
  cardUpload: (client: Client) => cardUpload(client),
  cardImport: async (client: Client) => {
    const id = await cardUpload(client)
    await client.post(`/cards/import/${id}/confirm`)
    return id
  },
  plan: (client: Client) =>
    importPlan(client, documentOf(`plan-${crypto.randomUUID()}`, 2).replace('title: Plan', `title: ${marker}`)),
  /** An invitation from a new account. */
  share: async (client: Client) => {
    const other = await signedIn()
    return inviteTo(other, await make.plan(other), emailOf(client))
  },
  tag: async (client: Client) => {
    const tag = `${marker} ${crypto.randomUUID().slice(0, 8)}`
    await client.post('/learnings', { title: `${marker} learning`, content: '', tags: tag })
    return `~${encodeURIComponent(tag)}`
  },
  passkey: async ({ userId }: Client) => {
    const id = crypto.randomUUID()
    await rows(
      `INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
       VALUES (?1, ?2, ?1, '', 0, '[]', ?3, 1)`,
      id,
      userId,
      `${marker} passkey`,
    )
    return id
  },
  pushDevice: async ({ userId }: Client) => {
    const id = crypto.randomUUID()
    await rows(
      `INSERT INTO push_subscriptions (user_id, id, session_hash, device, created_at, seen_at, stopped_at)
       VALUES (?1, ?2, ?2, ?3, 1, 1, 1)`,
      userId,
      id,
      `${marker} device`,
    )
    return id
  },
  device: async ({ userId }: Client) => (await anotherBrowser(userId)).id,
  syncDevice: (client: Client) => putDevice(client, { agent: `daymark/1.0.0 (${marker})` }),
  conflict: (client: Client) => putLostCard(client, `${marker} question`),
  feed: async (client: Client) => {
    await client.json('POST', '/api/v1/me/feeds', { name: `${marker} feed`, contains: ['goals'] })
    return newest(client, 'feeds')
  },
  calendar: (client: Client) => putCalendar(client, `${marker} calendar`),
  backup: async (client: Client) => {
    await client.post('/settings/backups')
    return newest(client, 'backups')
  },
}

/** Kind of the id in a path; the first match counts. */
const named: [RegExp, keyof typeof make][] = [
  [/^\/api\/sessions\/:id/, 'pull'],
  [/^\/stats\/repos\/:owner/, 'repo'],
  [/\/timer\/forgotten\/:id|timer\.forgotten~/, 'left'],
  [/\/goals\/:id|goal\.\w+~/, 'goal'],
  [/\/backups\/restore\/:id/, 'restore'],
  [/plan\.import~/, 'planImport'],
  [/\/plans\/import\/:id/, 'planUpload'],
  [/\/meetings\/import\/:id/, 'calendarUpload'],
  [/\/(settings\/calendars|feeds)\/:id/, 'feed'],
  [/\/calendars\/:id/, 'calendar'],
  [/card\.import~/, 'cardImport'],
  [/\/cards\/import\/:id/, 'cardUpload'],
  [/\/shared?s?\/:id/, 'share'],
  [/\/plans\/:id|plan\.\w+~/, 'plan'],
  [/\/organizations\/:id/, 'organization'],
  [/\/people\/:id/, 'person'],
  [/\/meetings\/:id|meeting\.\w+~/, 'meeting'],
  [/\/projects\/:id/, 'project'],
  [/\/skills\/:id/, 'skill'],
  [/\/(cards|review)\/:id|review\.\w+~/, 'card'],
  [/\/learnings\/:id/, 'learning'],
  [/\/reviews\/:id/, 'review'],
  [/\/evidence\/:id/, 'evidence'],
  [/\/reports\/:id/, 'report'],
  [/\/views\/:id/, 'view'],
  [/\/tasks\/:id|task\.\w+~/, 'task'],
  [/\/feedback\/:id/, 'feedback'],
  [/\/action-items\/:id/, 'actionItem'],
  [/\/energy\/:id/, 'checkIn'],
  [/\/sessions\/import\/:id\/remove|session\.import~/, 'import'],
  [/\/sessions\/:id|(session|timer|overlap|backup)\.\w+~/, 'session'],
  [/\/sessions\/import\/:id/, 'upload'],
  [/\/imports\/:id/, 'import'],
  [/\/jobs\/:id/, 'job'],
  [/app\.limit~/, 'limitChange'],
  [/(app|admin)\.\w+~/, 'ruleChange'],
  [/\/changes\/:id/, 'change'],
  [/\/tags\/:id/, 'tag'],
  [/\/tokens\/:id/, 'token'],
  [/\/passkeys\/:id/, 'passkey'],
  [/\/admin\/users\/:id/, 'account'],
  [/\/admin\/invitations\/:id/, 'invitation'],
  [/\/conflicts\/:id/, 'conflict'],
  [/^\/(settings|api\/v1)\/devices\/:id/, 'syncDevice'],
  [/\/notifications\/devices\/:id/, 'pushDevice'],
  [/\/devices\/:id/, 'device'],
  [/\/backups?\/:kind/, 'backup'],
]

/** A note of the kind that a route is about. */
const noteIn = (route: string) =>
  (/meetings/.test(route) && 'outcome_notes') ||
  (/tasks|goals/.test(route) && 'description') ||
  (/learnings/.test(route) ? 'content' : 'notes')

/** The route's path with ids of the owner's rows, which are created for it. */
export const pathFor = async (route: string, owner: Client) => {
  const path = pathOf(route)
    .replace(/:chunk(_id)?/, 'chunk-1')
    .replace(':date', '2026-03-03')
    .replace(':version', '1')
    .replace(':step', '0')
    .replace(':secret', 'none')
    .replace(':field', noteIn(route))
    .replace(':package_name', 'org.example.app')
    .replace(':scope', 'category:Video')
    .replace(/^(\/api\/.*):owner\/:name/, '$1acme/web')
  if (!/[/~]:/.test(path)) return path
  const [, kind] = named.find(([pattern]) => pattern.test(path)) ?? []
  if (kind === undefined) throw new Error(`test/support/callers.ts has no kind for ${path}`)
  const id = await make[kind](owner)
  if (path.includes(':share'))
    return path.replace(':id', id).replace(':share', await inviteTo(owner, id, 'ada@example.com'))
  if (path.includes(':tick')) {
    await owner.post(`/goals/${id}/ticks`, { note: `${marker} tick` })
    return path.replace(':id', id).replace(':tick', await newest(owner, 'goal_ticks'))
  }
  if (!path.includes(':milestone')) return path.replace(/:id|:owner\/:name|:kind\/:name/, id)
  await owner.post(`/goals/${id}/milestones`, { description: `${marker} milestone` })
  return path.replace(':id', id).replace(':milestone', await newest(owner, 'goal_milestones'))
}

/** Routes that sign their sender out everywhere else. A new account sends them, so that the callers stay signed in. */
const endsOthers = ['POST /settings/sign-in/devices/end-others', 'DELETE /api/v1/me/devices']

/** The callers, each signed in with their own cookie. */
export const gather = async ({ backups = true } = {}) => {
  const [owner, other, admin] = [await signedIn(), await signedIn(), await signedIn()]
  const [planReader, planEditor] = [await signedIn(), await signedIn()]
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", admin.userId)
  if (backups) for (const client of [owner, other, admin]) await make.backup(client)
  const plan = await importPlan(owner, documentOf(`plan-${crypto.randomUUID()}`, 2))
  await shareWith(owner, plan, planReader, 'read')
  await shareWith(owner, plan, planEditor, 'edit')
  const people = { owner, other, admin, planReader, planEditor }
  /** The cookie of a caller, which is of this request alone where it could end the session. */
  const shows = async (caller: Caller, route: string): Promise<Record<string, string>> => {
    if (caller === 'signedOut') return {}
    const { cookie, userId } = endsOthers.includes(route) ? await signedIn() : people[caller]
    return { Cookie: methodOf(route) === 'GET' ? cookie : (await anotherBrowser(userId)).cookie }
  }
  return { owner, other, admin, shows }
}

/** Fields that forms of many kinds take. */
const someForm = () => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ title: 'Mine now', name: 'Mine now', seq: '1', on_error: 'skip' })) {
    form.append(name, value)
  }
  return form
}

/** Sends a form to a page's route, JSON to the API's. */
export const ask = (route: string, path: string, headers: Record<string, string>, bindings: object = env) => {
  const method = methodOf(route)
  if (method === 'GET') return request(path, { headers }, bindings)
  const body = isApi(route) ? '{}' : someForm()
  const type = isApi(route) ? { 'Content-Type': 'application/json' } : undefined
  return request(path, { method, body, headers: { Origin: origin, ...type, ...headers } }, bindings)
}
