import { describe, expect, test } from 'vitest'
import { type Client, rows } from '../../../../test/support/client'
import { expectImported, settled, upload } from './testing'

const header = 'Spent on;Hours;For;Whose;Labels;What;More'
const line = (date: string, hours: string, project: string, client: string) =>
  `${date};${hours};${project};${client};"deep, ux";Write;"Two\nlines"`
const file = [
  header,
  line('02.03.2026', '1,5', 'Web', 'Acme'),
  line('02.03.2026', '0:45', 'Web', 'Acme'),
  line('03.03.2026', '30m', '', ''),
].join('\r\n')

const columns = {
  ...{ column_date: '0', column_duration: '1', column_project: '2', column_client: '3', column_tags: '4' },
  ...{ column_title: '5', column_notes: '6', column_start: '', duration_unit: 'hours', date_order: 'dmy' },
}

const sums = { '2026-03-02 Acme/Web': 5400 + 2700, '2026-03-03 ': 1800 }

const headers = async ({ userId }: Client) => rows('SELECT choice FROM import_columns WHERE user_id = ?', userId)

describe('a CSV of no known tool', () => {
  test('asks for its columns, brings its hours by them, adds nothing twice, and goes without a trace', async () => {
    const client = await settled('UTC')
    const asked = await upload(client, file)
    for (const shown of ['Choose columns', '<bdi>Spent on</bdi>', '02.03.2026', 'name="column_duration"']) {
      expect(asked.page).toContain(shown)
    }
    expect(await headers(client)).toEqual([])
    const undo = await expectImported(client, file, { sessions: sums, more: columns })
    expect(await headers(client)).toHaveLength(1)
    expect(await rows('SELECT title, notes, tags FROM sessions WHERE user_id = ? LIMIT 1', client.userId)).toEqual([
      { title: 'Write', notes: 'Two\nlines', tags: '["deep","ux"]' },
    ])
    await undo()
  })

  test('is read by the columns chosen for its header before, which can be changed', async () => {
    const client = await settled('UTC')
    await expectImported(client, file, { sessions: sums, more: columns })
    const next = await upload(client, [header.toUpperCase(), line('05.03.2026', '2', 'Web', 'Acme')].join('\n'))
    expect(next.page).toContain('The columns are as you chose them last time.')
    expect(next.page).toContain('Import 1 session')
    const changed = await (await client.get(`/sessions/import/${next.id}/columns`)).text()
    expect(changed).toMatch(/name="column_duration"[\s\S]*?<option value="1" selected/)
    const other = await upload(client, 'a;b\n1;2\n')
    expect(other.page).toContain('Choose columns')
    const stranger = await settled('UTC')
    expect((await upload(stranger, file)).page).toContain('Choose columns')
  })

  test('tells what is missing from a choice, and keeps the rest of it', async () => {
    const client = await settled('UTC')
    const { id } = await upload(client, file)
    const answer = await client.get(`/sessions/import/${id}?column_date=0&column_project=2`)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('Choose the column with the duration')
    expect(page).toMatch(/name="column_project"[\s\S]*?<option value="2" selected/)
    for (const query of ['column_date=9&column_duration=1', 'column_date=0&column_duration=500']) {
      expect((await client.get(`/sessions/import/${id}?${query}`)).status).toBe(422)
    }
    expect((await client.get(`/sessions/import/${id}?column_date=__proto__`)).status).toBe(200)
    expect((await client.post(`/sessions/import/${id}/confirm`, { column_date: '0' })).status).toBe(422)
    expect(await rows('SELECT id FROM imports WHERE user_id = ?', client.userId)).toEqual([])
  })

  test('may be a list of records in JSON, as Timewarrior writes it', async () => {
    const client = await settled('UTC')
    const log = [
      { id: 2, start: '20260302T090000Z', end: '20260302T103000Z', tags: ['deep', 'ux'], annotation: 'Write' },
      { id: 1, start: '20260303T090000Z', tags: ['running'] },
    ]
    const { page, id } = await upload(client, JSON.stringify(log))
    for (const shown of ['Import 1 session', 'Column “id”']) expect(page).toContain(shown)
    const columnsPage = await (await client.get(`/sessions/import/${id}/columns`)).text()
    expect(columnsPage).toMatch(/name="column_title"[\s\S]*?<option value="4" selected/)
    const send = async (body: string, query: string) =>
      (
        await client.json('POST', `/api/v1/sessions/import?${query}`, body, { 'Content-Type': 'application/json' })
      ).json()
    const answer = await send(JSON.stringify(log), 'on_error=skip')
    expect(answer).toMatchObject({ format: 'csv', imported: 1, rejected: [{ line: 2 }], left_out_count: 1 })
    expect(await send(JSON.stringify(log.slice(0, 1)), '')).toMatchObject({ imported: 0, duplicates: 1 })
  })

  test('has its rejected rows as CSV that is read by the same columns again', async () => {
    const client = await settled('UTC')
    const { id } = await upload(client, `${file}\r\n${line('32.03.2026', '1', 'Web', 'Acme')}`)
    const path = `/sessions/import/${id}/rejected.csv?${new URLSearchParams(columns)}`
    const rejected = await (await client.get(path)).text()
    expect(rejected).toMatch(/^line,reason,Spent on,Hours/)
    expect(rejected).toContain('“32.03.2026” is not a date')
  })

  test('keeps the choices of fifty headers', async () => {
    const client = await settled('UTC')
    await rows(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
       INSERT INTO import_columns SELECT ?, 'h' || i, '{"columns":{}}', i FROM n`,
      client.userId,
    )
    await expectImported(client, file, { sessions: sums, more: columns })
    expect(await headers(client)).toHaveLength(50)
  })
})

describe('the API', () => {
  const send = (client: Client, query: string, body = file, type = 'text/csv') =>
    client.json('POST', `/api/v1/sessions/import?${query}`, body, { 'Content-Type': type })
  const named = { date: 'spent on', duration: 'Hours', project: 'For', client: 'Whose', title: 'What' }

  test('takes the columns by their names, and then knows them', async () => {
    const client = await settled('UTC')
    const refused = await send(client, '')
    expect([refused.status, await refused.json()]).toMatchObject([422, { errors: [{ path: 'columns' }] }])
    const query = `columns=${encodeURIComponent(JSON.stringify(named))}&date_order=dmy`
    expect(await (await send(client, query)).json()).toMatchObject({ format: 'csv', imported: 3, total_seconds: 9900 })
    expect(await (await send(client, '')).json()).toMatchObject({ imported: 0, duplicates: 3 })
  })

  test.each(['{', '[]', '{"when":"Spent on"}', '{"date":1}'])('refuses %j as columns', async (text) => {
    const client = await settled('UTC')
    const answer = await send(client, `columns=${encodeURIComponent(text)}`)
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ path: 'columns' }] }])
  })

  test('refuses a file of another format than it is said to be', async () => {
    const client = await settled('UTC')
    const answer = await send(client, 'format=kimai', '[{"key":"a","t1":1,"t2":61,"ds":""}]', 'application/json')
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('timetagger')])
    expect((await send(client, 'format=constructor')).status).toBe(422)
    expect((await send(client, '', file, 'application/json')).status).toBe(415)
  })
})

const clients = [
  'Date,From,To,Project,Client,Title',
  '2026-03-02,09:00,10:00,,Acme,Plan',
  '2026-03-03,22:00,06:00,Web,Berg,Night',
  '2026-03-04,09:00,10:00,,Acme,Write',
].join('\n')
const ofClients = {
  ...{
    column_date: '0',
    column_start: '1',
    column_end: '2',
    column_project: '3',
    column_client: '4',
    column_title: '5',
  },
}
const preview = async (client: Client, text: string) => {
  const { id } = await upload(client, text)
  return (await client.get(`/sessions/import/${id}?${new URLSearchParams(ofClients)}`)).text()
}

/** Text of a part of the preview; null without it. */
const part = (page: string, id: string) =>
  new RegExp(`<section class="section" id="${id}"[\\s\\S]*?</section>`)
    .exec(page)?.[0]
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ') ?? null

describe('the preview', () => {
  test('lists the sessions to add, and apart those whose end was moved to the next day', async () => {
    const client = await settled('UTC')
    const page = await preview(client, clients)
    expect(part(page, 'new-sessions')).toMatch(/3 Plan .*Mon 2 Mar.* 09:00.*–.*10:00 .*Acme .*1h .*Night .*Write/)
    expect(part(page, 'overnight')).toMatch(
      /1 Night Tue 3 Mar( 2026)?, 22:00–06:00 \+1 · Ends the next day · Web , Berg 8h/,
    )
    expect(page).toContain('1 session ends at an earlier time than it starts, so it ends the next day.')
    expect(part(await preview(client, clients.replace('22:00,06:00', '21:00,22:00')), 'overnight')).toBe(null)
  })

  test('lists the organizations to create, but none that is there', async () => {
    const client = await settled('UTC')
    await client.json('POST', '/api/v1/organizations', { name: 'BERG', type: 'school' })
    expect(part(await preview(client, clients), 'new-organizations')).toMatch(/1 to create Acme $/)
    await client.json('POST', '/api/v1/organizations', { name: 'Acme', type: 'client' })
    expect(part(await preview(client, clients), 'new-organizations')).toBe(null)
  })

  test('says where sessions with a client and without a project go, and they go there', async () => {
    const client = await settled('UTC')
    const page = await preview(client, clients)
    expect(page).toContain('2 sessions have a client but no project, so they go to the project General of the client.')
    expect(part(page, 'new-projects')).toMatch(/General , Acme/)
    const undo = await expectImported(client, clients, {
      sessions: {
        ...{ '2026-03-02 Acme/General': 3600, '2026-03-04 Acme/General': 3600 },
        ...{ '2026-03-03 Berg/Web': 7200, '2026-03-04 Berg/Web': 6 * 3600 },
      },
      more: ofClients,
    })
    await undo()
  })

  test('knows sessions again that were imported when a client without a project was left out', async () => {
    const client = await settled('UTC')
    await expectImported(client, clients.replaceAll(',,Acme,', ',,,'), {
      sessions: {
        ...{ '2026-03-02 ': 3600, '2026-03-04 ': 3600 },
        ...{ '2026-03-03 Berg/Web': 7200, '2026-03-04 Berg/Web': 6 * 3600 },
      },
      more: ofClients,
    })
    expect(await preview(client, clients)).toContain('Every row is already imported.')
  })
})
