import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { apiTokenLimit, makeApiToken } from '../functions/account/auth/programs/issue'
import { putApps, putRule } from '../functions/apps/whitelists/testing'
import { actOn } from '../functions/data/changes/testing'
import { cleanLine } from '../functions/lib/text/text'
import { pathFor } from './support/callers'
import { type Client, followed, rows, signedIn } from './support/client'
import { fillWith, markupTexts } from './support/hostile/markup-texts'
import { escaped, inspect, needScript, tokensOf } from './support/html'
import { kindForms, tableOf } from './support/kind-forms'
import { isApi, pathOf, routes } from './support/routes'
import { share } from './support/runs'

const lines = markupTexts.map(cleanLine)
const harmless = (index: number) => `Harmless ${index}`

/** Parameters of a fragment, and those that only a page's address carries. */
const part = { part: true, page: '/goals' }

let client: Client
let ids: Awaited<ReturnType<typeof fillWith>>
/** Every page of a person, with the ids of filled rows, and some other views. */
let pages: string[]

const send = async (method: string, path: string, body: object) => {
  const answer = await client.json(method, path, body)
  if (!answer.ok) throw new Error(`${method} ${path} ${JSON.stringify(body).slice(0, 200)}: ${await answer.text()}`)
  return answer.json<{ id: string }>()
}

/**
 * A log with the texts in every column; every third row is invalid. Projects and clients are new, whatever there is, and
 * tags as long as they may be, so that a text changes no count.
 */
const logOf = (texts: string[]) => {
  const cell = (text = '') => `"${text.replaceAll('"', '""')}"`
  const added = (text: string) => `New ${text}`.slice(0, 100)
  const body = texts.map((text, index) => {
    const date = index % 3 === 0 ? text : '2026-03-03'
    const [project, client, tag] = [added(text), added(text), text.slice(0, 50)]
    const times = [date, '09:00:00', '2026-03-03', '10:00:00', text]
    return [text, 'a@example.com', client, project, text, ...times, tag].map(cell)
  })
  const head = 'User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags'
  return [head, ...body].join('\n')
}

const upload = async (texts: string[]) => {
  const file = new File([logOf(texts)], `${texts[0]}.csv`, { type: 'text/csv' })
  return followed(client, await client.post('/sessions/import', { file, time_zone: 'UTC' }))
}

/** Adds devices, tokens, imports and changes, which `setOthers` names. */
const addNamed = async () => {
  const now = Date.now()
  await env.DB.batch(
    Array.from({ length: apiTokenLimit - 10 }, (_, index) => [
      env.DB.prepare(
        'INSERT INTO web_sessions (id_hash, user_id, created_at, last_seen_at, expires_at) VALUES (?, ?, ?, ?, ?)',
      ).bind(`markup-${index}`, client.userId, now - index, now - index, now + 1e9),
      env.DB.prepare(
        `INSERT INTO api_tokens (id, user_id, name, token_hash, ending, scopes, created_at)
         VALUES (?, ?, '', ?, 'abcd', '["read"]', ?)`,
      ).bind(`markup-${index}`, client.userId, `markup-${index}`, now - index),
      env.DB.prepare(
        `INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds,
           seq, created_at)
         VALUES (?, ?, '', 'toggl', 'UTC', 1, 0, 0, 60, 1, ?)`,
      ).bind(client.userId, `markup-${index}`, now - index),
      env.DB.prepare(
        `INSERT INTO changes (user_id, id, kind, summary, seq, created_at)
         SELECT user_id, ?, kind, summary, seq, ? FROM changes WHERE user_id = ? LIMIT 1`,
      ).bind(`markup-${index}`, now - index, client.userId),
    ]).flat(),
  )
}

/** Adds a catalogue app and an own app for each text, an unlock condition for the first, and a reporting client. */
const addApps = async (subject: string) => {
  const now = Date.now()
  await putApps(...markupTexts.map((_, index) => ({ package_name: `markup.app${index}`, category: 'x' })))
  for (const index of markupTexts.keys())
    await putRule(client.userId, `markup.own${index}`, { is_whitelisted: 1, after: null })
  await putRule(client.userId, 'markup.app0', { is_whitelisted: 1, after: { subject, seconds: 60, period: 'day' } })
  await client.json('PUT', '/api/v1/whitelist/limits/category:x', { seconds: 3600, period: 'day' })
  await rows("INSERT INTO usage_clients VALUES (?, 'markup', '', ?, ?)", client.userId, now - 4 * 86_400_000, now)
  await rows('UPDATE change_heads SET usage_seq = 1 WHERE user_id = ?', client.userId)
}

/** Kinds of the journal with the columns that hold texts. */
const journal = {
  organizations: ['name', 'notes'],
  people: ['name', 'role', 'notes'],
  tasks: ['title', 'description'],
  feedback: ['content'],
  learnings: ['title'],
  meetings: ['title', 'preparation_notes', 'questions_asked', 'outcome_notes'],
  skills: ['name', 'notes'],
  reviews: ['title', 'words'],
  evidence: ['title', 'introduction', 'category'],
  reports: ['title', 'addressee', 'number', 'note', 'sender'],
  views: ['name', 'query'],
  energy: ['mood', 'notes'],
}

/** Adds some of each kind of the journal; returns the paths of one of each. */
const addJournal = async () => {
  const paths: string[] = []
  for (const list of Object.keys(journal)) {
    for (const index of [0, 1, 2, 3]) {
      const form = kindForms[list] ?? {}
      const [name = ''] = Object.keys(form)
      const own = { [name]: `Row ${index}`, ...('period' in form && { date: `2026-0${1 + index}-15` }) }
      expect((await client.post(`/${list}`, { ...form, ...own })).status).toBe(303)
    }
    const [row] = await rows<{ id: string }>(`SELECT id FROM ${tableOf(list)} WHERE user_id = ?`, client.userId)
    paths.push(`/${list}/${row?.id}`, `/${list}/${row?.id}/edit`)
  }
  return paths
}

const journalColumns = Object.entries(journal).flatMap(([list, columns]) =>
  columns.map((column) => [tableOf(list), 'id', column] as const),
)

/** Sets texts that no form takes from the person, but that others can influence; one for each row. */
const setOthers = async (textOf: (index: number) => string) => {
  const { userId } = client
  const texts = markupTexts.map((_, index) => textOf(index))
  await rows('UPDATE users SET github_user_id = 1, github_username = ? WHERE id = ?', texts[2], userId)
  const columns = [
    ['web_sessions', 'id_hash', 'device'],
    ['api_tokens', 'id', 'name'],
    ['changes', 'id', 'summary'],
    ['imports', 'id', 'file_name'],
    ['usage_clients', 'id', 'name'],
    ['user_apps', 'id', 'label'],
    ['apps', 'package_name', 'label'],
    ['apps', 'package_name', 'category'],
    ...journalColumns,
    ['skill_progress', 'id', 'note'],
  ] as const
  for (const [table, key, column] of columns) {
    const whose = table === 'apps' ? "package_name LIKE 'markup.%' AND ?1 <> ''" : 'user_id = ?1'
    const found = await rows<{ key: string }>(`SELECT ${key} AS key FROM ${table} WHERE ${whose} ORDER BY 1`, userId)
    const update = env.DB.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`)
    if (found.length === 0) throw new Error(`There is nothing in ${table}`)
    await env.DB.batch(found.map(({ key }, index) => update.bind(texts[index % texts.length], key)))
  }
}

beforeAll(async () => {
  client = await signedIn({ time_zone: 'UTC' })
  ids = await fillWith(send, markupTexts, Date.now() - 40 * 3_600_000)
  // Names from before marks of direction were refused still have them.
  for (const [index, { project }] of ids.entries()) {
    const next = lines[(index + 1) % lines.length]
    await rows('UPDATE projects SET name = ? WHERE user_id = ? AND id = ?', lines[index], client.userId, project)
    await rows(
      `UPDATE organizations SET name = ?1
       WHERE user_id = ?2 AND id = (SELECT organization_id FROM projects WHERE user_id = ?2 AND id = ?3)`,
      next,
      client.userId,
      project,
    )
  }
  await makeApiToken(env, client.userId, { name: 'x', scopes: ['read'], expiresAt: null }, Date.now())
  for (const { goal, session, project } of ids.slice(-4)) {
    await client.post(`/goals/${goal}/delete`)
    await client.post(`/sessions/${session}/delete`)
    await client.post(`/projects/${project}/deactivate`)
  }
  await actOn(client, '/tags', 'archive', lines[1]?.slice(0, 50) ?? '')
  await addNamed()
  await addApps(`project:${ids[0]?.project}`)
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  const inJournal = await addJournal()
  const [one] = ids
  await rows(
    "UPDATE sessions SET repo_owner = 'octo', repo_name = 'cat', pr_number = 12 WHERE user_id = ? AND id = ?",
    client.userId,
    one?.session,
  )
  await client.post('/timer/start', { title: lines[0] ?? '' })
  const own = Object.keys(routes).filter((route) => route.startsWith('GET ') && !isApi(route))
  const named: Record<string, string> = {
    goals: one?.goal ?? '',
    projects: one?.project ?? '',
    sessions: one?.session ?? '',
  }
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const paths: string[] = []
  for (const route of own.filter(
    (one) =>
      !/^\/(auth|health|p\/|r\/|feeds\/|reminders\/off\/|invitations\/|dev\/nothing|goals\/:id\/day$|sessions\/import\/:id($|\/rejected|\/columns)|admin\/users\/:id\/whitelist\/)/.test(
        pathOf(one),
      ),
  )) {
    const [, kind = ''] = /^\/(goals|projects|sessions)\/:id/.exec(pathOf(route)) ?? []
    const path = named[kind] ? `GET ${pathOf(route).replace(':id', named[kind])}` : route
    paths.push(
      /:(id|kind)\b/.test(path)
        ? await pathFor(path, client)
        : pathOf(path)
            .replace(':milestone', one?.milestone ?? '')
            .replace(':date', yesterday)
            .replace(':owner/:name', 'octo/cat')
            .replace(/(earned|whitelists)\/(edit|app)$/, '$&?package_name=markup.app0')
            .replace(/limits\/edit$/, '$&?scope=category:x'),
    )
  }
  // Each request does some of an unfinished job, until pages no longer show it.
  await rows('UPDATE jobs SET finished_at = 1 WHERE user_id = ?', client.userId)
  await setOthers((index) => lines[index] ?? '')
  pages = [
    ...paths,
    ...inJournal,
    '/sessions?select=session',
    '/stats?range=365',
    '/report?sessions=1&notes=1&range=365&group=client&group=project',
    '/report/document?sessions=1&notes=1&range=365',
    '/stats?by=tag',
    '/stats?by=client',
    '/stats/changes?subject=project:none',
    `/stats/explain?subject=project:${one?.project}`,
    `/admin/users/${client.userId}/whitelist`,
    `/admin/users/${client.userId}/whitelist/earned?package_name=markup.app0`,
    '/whitelists?q=markup',
    '/goals?status=completed',
    `/sessions?subject=project:${one?.project}`,
  ]
})

/** The elements of a page with their attribute names, and the values of those that say where to go or what to do. */
const structureOf = (html: string) => {
  const spoken = /^(hx-.*|href|src|action|formaction|method|type|name|rel)$/
  const without = (value: string) =>
    value
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id')
      .replace(/\?.*/, '?')
      .replace(/~[^/]*/, '~')
      .replaceAll(/\d+/g, '0')
  return tokensOf(html).flatMap((token) => {
    if (token.kind === 'comment') return ['comment']
    if (token.kind !== 'start') return []
    const pairs = [...token.attributes].map(([name, value]) => (spoken.test(name) ? `${name}=${without(value)}` : name))
    return [`${token.tag} ${pairs.join(' ')}`]
  })
}

const isPage = (answer: Response) => answer.headers.get('Content-Type')?.startsWith('text/html') ?? false

/** Every page and fragment, by its path. */
const look = async () => {
  const seen = new Map<string, { html: string; structure: string[] }>()
  for (const [index, path] of pages.entries()) {
    for (const how of share([{}, part], 2, index)) {
      const answer = await client.get(path, how)
      if (answer.status >= 400) throw new Error(`${path} ${JSON.stringify(how)} is ${answer.status}`)
      const html = await answer.text()
      if (isPage(answer)) seen.set(`${path} ${how === part ? 'part' : 'page'}`, { html, structure: structureOf(html) })
    }
  }
  return seen
}

/** Replaces every hostile text by a harmless one. */
const calm = async () => {
  const { userId } = client
  const all = markupTexts.map((_, index) => harmless(index)).join('\n')
  // Its backticks stay: code is the one thing that markdown makes of the hostile texts.
  const description = lines.map((line, index) => line.replaceAll(/[^`]+/g, harmless(index))).join('\n')
  const set = (query: string, ...values: (string | undefined)[]) => env.DB.prepare(query).bind(...values)
  const next = (index: number) => harmless((index + 1) % ids.length)
  await env.DB.batch(
    ids.flatMap(({ goal, milestone, project, session }, index) => [
      set(
        'UPDATE goals SET title = ?, description = ? WHERE user_id = ? AND id = ?',
        harmless(index),
        description,
        userId,
        goal,
      ),
      set(
        'UPDATE goal_milestones SET description = ? WHERE user_id = ? AND id = ?',
        harmless(index),
        userId,
        milestone,
      ),
      set(
        'UPDATE projects SET name = ?, name_key = ? WHERE user_id = ? AND id = ?',
        harmless(index),
        harmless(index).toLowerCase(),
        userId,
        project,
      ),
      set(
        `UPDATE organizations SET name = ?1, name_key = id
         WHERE user_id = ?2 AND id = (SELECT organization_id FROM projects WHERE user_id = ?2 AND id = ?3)`,
        next(index),
        userId,
        project,
      ),
      set(
        'UPDATE sessions SET title = ?, notes = ?, tags = ? WHERE user_id = ? AND id = ?',
        harmless(index),
        all,
        JSON.stringify([harmless(index), next(index)]),
        userId,
        session,
      ),
    ]),
  )
  await rows("UPDATE sessions SET title = 'Harmless' WHERE user_id = ? AND status = 'active'", userId)
  await rows("UPDATE days_off SET label = 'Harmless ' || date WHERE user_id = ?", userId)
  await rows("UPDATE inactive_tags SET tag = 'Harmless 1' WHERE user_id = ?", userId)
  await rows("UPDATE users SET username = 'Harmless' WHERE id = ?", userId)
  await setOthers(harmless)
}

const isolating = /^(bdi|option|title|textarea|h1)$/
/** Elements without content, which have no end tag. */
const voidElements = /^(area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/

/**
 * A person's texts whose direction nothing isolates. Headings are blocks, which browsers isolate; inside a sentence the
 * characters FSI and PDI do; text for screen readers has no direction.
 */
const loose = (html: string) => {
  const open: { tag: string; isIsolated: boolean }[] = []
  const found: string[] = []
  for (const token of tokensOf(html)) {
    const isIsolated = open.at(-1)?.isIsolated ?? false
    if (token.kind === 'start' && !voidElements.test(token.tag)) {
      const { tag, attributes } = token
      const isUnseen = attributes.get('class')?.split(' ').includes('sr-only')
      const isolates = isIsolated || isolating.test(tag) || attributes.get('dir') === 'auto' || Boolean(isUnseen)
      open.push({ tag, isIsolated: isolates })
    }
    if (token.kind === 'end') open.splice(open.findLastIndex(({ tag }) => tag === token.tag))
    if (token.kind !== 'text' || isIsolated) continue
    if (token.text.replaceAll(/\u2068[^\u2069]*\u2069/g, '').includes('Harmless')) found.push(token.text)
  }
  return found
}

describe(`${markupTexts.length} texts that could be taken for markup, stored everywhere`, () => {
  test('are at least 60, all different', () => {
    expect(new Set(lines.map((line) => line.toLowerCase())).size).toBe(markupTexts.length)
    expect(markupTexts.length).toBeGreaterThanOrEqual(60)
    expect(lines).not.toContain('')
  })

  test('come back unchanged from the API and on a page of each row', async () => {
    const kept = async (path: string, name: string) => {
      const { items } = await (await client.get(`${path}?limit=100`)).json<{ items: Record<string, unknown>[] }>()
      return items.map((item) => item[name])
    }
    const there = lines.slice(0, -4)
    expect(await kept('/api/v1/goals', 'title')).toEqual(expect.arrayContaining(there))
    expect(await kept('/api/v1/projects', 'name')).toEqual(expect.arrayContaining(there))
    expect(await kept('/api/v1/projects', 'client')).toEqual(expect.arrayContaining(there))
    expect(await kept('/api/v1/sessions', 'title')).toEqual(expect.arrayContaining(there))
    expect(await kept('/api/v1/sessions', 'artifacts')).toEqual(expect.arrayContaining(there.map((line) => [line])))
    for (const [index, { goal, session, project }] of ids.slice(0, -4).entries()) {
      const path = [`/goals/${goal}`, `/sessions/${session}`, `/projects/${project}/edit`][index % 3] ?? '/'
      const html = await (await client.get(path, index % 2 ? part : {})).text()
      expect([path, html.includes(escaped(lines[index] ?? ''))]).toEqual([path, true])
      expect(inspect(html).intruders).toEqual([])
    }
  })

  test('change no element of a page, and their direction is isolated; the page works without script', async () => {
    const hostile = await look()
    const wrong: unknown[] = []
    const raw = lines.filter((line) => line.includes('<'))
    for (const [path, { html }] of hostile) {
      const found = [...inspect(html).intruders, ...raw.filter((line) => html.includes(line))]
      if (found.length > 0) wrong.push([path, found])
    }
    await calm()
    const calmed = await look()
    expect([...calmed.keys()]).toEqual([...hostile.keys()])
    for (const [path, { html, structure }] of calmed) {
      // Lists are sorted by name, so that another name moves a row.
      expect([path, structure.toSorted()]).toEqual([path, hostile.get(path)?.structure.toSorted()])
      wrong.push(...loose(html).map((text) => [path, 'without bdi', text.trim().slice(0, 80)]))
      wrong.push(...needScript(html).map((found) => [path, 'needs a script', found]))
    }
    expect(wrong).toEqual([])
  })

  test('are text in the preview of an import', async () => {
    const [hostile, calmed] = [await upload(lines), await upload(lines.map((_, index) => harmless(index)))]
    const [html, other] = [await hostile.text(), await calmed.text()]
    expect(inspect(html).intruders).toEqual([])
    expect(structureOf(html)).toEqual(structureOf(other))
    expect(loose(other)).toEqual([])
  })

  test('are text on pages with a query', async () => {
    const asked = [
      '/goals?q=',
      '/tags?q=',
      '/search?q=',
      '/admin/users?q=',
      '/sessions?subject=',
      '/stats?month=',
      '/deleted?before=',
    ]
    const more = [
      '/auth/check-mail?next=',
      '/sign-in?next=',
      '/sessions/entry?entry=',
      '/palette?line=',
      '/palette?actions=',
      '/goals/new?title=',
    ]
    const paths = [...asked, ...more, '/tags?q=', '/sessions/new?date=']
    for (const [index, text] of markupTexts.entries()) {
      for (const path of [paths[index % paths.length], paths[(index * 7 + 3) % paths.length]]) {
        const answer = await client.get(`${path}${encodeURIComponent(text)}`, index % 2 ? part : {})
        expect(answer.status).toBeLessThan(500)
        expect([path, text, inspect(await answer.text()).intruders]).toEqual([path, text, []])
      }
    }
  })
})
