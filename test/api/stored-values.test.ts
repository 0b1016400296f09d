import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { makeBackup } from '../../functions/data/backups/make'
import { isTable } from '../../functions/data/export/read/tables'
import { exportOf, restore } from '../../functions/data/restore/testing'
import { Preferences } from '../../functions/lib/preferences'
import { create, deviceOf, planText, sessionData } from '../../functions/programs/sync/testing'
import { operationsOf, readDescription, resolved } from '../support/api/description'
import { type Client, signedIn } from '../support/client'
import { stopClock } from '../support/clock'
import { addRows } from '../support/rows/one-of-each'
import { isWhole, share } from '../support/runs'

stopClock('2026-03-11T15:00:00Z')

/** Ids that no row may have, as one could not be reached by its path, and one that is fine. */
const ids = [
  'run 1',
  '.',
  '..',
  'a/b?c#d',
  '%2e%2e',
  'ü',
  '😀',
  'a\u0000b',
  '\u202Eabc',
  'x'.repeat(101),
  '',
  'a.b:c_-1',
]

/** Values that programs send and nobody types. */
const odd: unknown[] = [
  ...[
    'a"b\'c',
    '__proto__',
    ' padded ',
    '\u0661\u0662',
    '\u05e9\u05dc',
    'a\u000bb\u0085c',
    '\ud800',
    '\r\n',
    '[1',
    '{"a":',
  ],
  ...[
    'x'.repeat(100),
    'x'.repeat(200),
    'y'.repeat(10_000),
    'tag:#a & not @b',
    'all',
    'none',
    'project:none',
    '2026-02-30',
  ],
  ...['1970-01-01', '2199-12-31', '2026-03-29', '1970-01-01T00:00:00Z', '2199-12-31T23:59:59.999Z'],
  ...['00:00', '23:59', '24:00', 'Etc/GMT+12', 'XXX', 'JPY', '999999999.99'],
  ...[0, 1, -1, 0.1, 1e-7, 100, 1440, 86_400, 999_999.99, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), 1e300],
  ...[true, false, null, [], ['run 1'], ['😀', '😀'], ['a', 'A'], [' ', 'b,c'], {}, { a: 1 }],
]

/** Operations on other than the person's rows, or on rows that are not here. */
const apart = /\/(me|admin|auth|restore|selected|sync|calendars|shares|seal|import)\b/

const idIn = async (client: Client, path: string) => {
  const { items = [] } = await (await client.json('GET', path)).json<{ items?: { id: string }[] }>()
  return items[0]?.id ?? ''
}

/** Sends odd values in every member of every operation that writes a row; returns the requests that failed. */
const sendAll = async (client: Client) => {
  const description = await readDescription()
  const row = await addRows(client, 'a', null)
  const own = new Map(Object.entries({ ...row, 'action-item': row.item }).map(([kind, id]) => [`${kind}s`, id]))
  const [milestone, failed] = [await idIn(client, `/api/v1/goals/${row.goal}/milestones`), [] as string[]]
  let number = 0
  for (const { method, path: template, operation } of operationsOf(description)) {
    const schema = operation.requestBody?.content['application/json']?.schema
    if (!schema || apart.test(template)) continue
    const { properties = {}, example, required = [] } = resolved(description, schema)
    const kind = template.split('/')[3] ?? ''
    const id = own.get(kind) ?? (template.includes('{id}') ? await idIn(client, `/api/v1/${kind}`) : '')
    own.set(kind, id)
    const places = { id, chunk_id: 'one', date: '2026-12-24', package_name: 'org.example.a', milestone }
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof places) => places[name])
    for (const member of Object.keys(properties)) {
      const few = share(/_id$/.test(member) ? ids : odd, 30, number)
      const values = member === 'id' ? ids : few
      for (const value of values) {
        number += 1
        // A second one of a name is refused.
        const name = required.includes('name') && { name: `Name ${number}` }
        const answer = await client.json(method, path, { ...Object(example), ...name, [member]: value })
        if (answer.status >= 500) failed.push(`${method} ${template} ${member} ${JSON.stringify(value)}`)
      }
    }
  }
  return failed
}

/** Sends odd values in every member of the rows of a device. */
const syncAll = async (client: Client) => {
  const device = deviceOf(client)
  const at = Date.now()
  const card = { plan_id: null, chunk_id: null, question: 'Q', answer: 'A', tags: [], created_at: at }
  const sent = {
    sessions: sessionData({ plan_id: 'sync' }),
    cards: { ...card, plan_id: 'sync' },
    plans: { title: 'A', content: '' },
  }
  await device.sync({ plans: [create('sync', { content: planText('sync') }, at)] })
  for (const [list, data] of Object.entries(sent)) {
    const more = list === 'cards' ? ['ease_factor', 'interval_days', 'repetitions', 'next_review', 'last_review'] : []
    const members = [
      ...Object.keys(data),
      ...(list === 'plans' ? ['status', 'tags', 'total_hours', 'created_at'] : more),
    ]
    const values = members.flatMap((member, at) =>
      [...(/id$/.test(member) ? ids : []), ...share([...ids, ...odd], 4, at)].map((value) => ({
        ...data,
        [member]: value,
      })),
    )
    const deltas = values.map((value, index) => create(`${list}-${index}`, value, at))
    while (deltas.length > 0) await device.sync({ [list]: deltas.splice(0, 100) })
    await device.sync({ [list]: ids.map((id) => create(id, data, at)) })
  }
  await device.sync({ reviews: ids.map((id) => ({ id, card_id: 'cards-0', rating: 3, reviewed_at: at })) })
  const use = { package_name: 'org.a', started_at: new Date(at).toISOString(), ended_at: new Date(at).toISOString() }
  const events = [...ids, ...odd].flatMap((id) => [
    { ...use, id },
    { ...use, id: crypto.randomUUID(), package_name: id },
  ])
  expect((await client.json('POST', '/api/v1/usage', { events })).status).toBe(200)
}

/** The rows of an export as texts, without numbers that the database gives. */
const rowsOf = (document: Record<string, Record<string, unknown>[]>) =>
  new Set(
    Object.entries(document).flatMap(([table, list]) =>
      isTable(table) ? list.map(({ seq: _, number: __, ...row }) => `${table} ${JSON.stringify(row)}`) : [],
    ),
  )

test.each(share(['America/Los_Angeles', 'Pacific/Kiritimati']))(
  'any value that the API takes in any member is in the export, backed up and restored, in %s',
  async (time_zone) => {
    const client = await signedIn({ time_zone })
    expect(await sendAll(client)).toEqual([])
    await syncAll(client)
    const document = await exportOf(client)
    const user = { id: client.userId, preferences: Preferences.parse({ time_zone }) }
    expect(await makeBackup(env, user, { id: 'exports/20260101-000000', kind: 'manual' })).toMatchObject({
      error: null,
    })
    await restore(client, document, 'replace')
    const [before, after] = [rowsOf(document), rowsOf(await exportOf(client))]
    expect([
      before.size > (isWhole ? 300 : 100),
      [...before].filter((row) => !after.has(row)).slice(0, 10),
      after.size - before.size,
    ]).toEqual([true, [], 0])
  },
)
