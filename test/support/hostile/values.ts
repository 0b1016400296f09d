import { rows, signedIn } from '../client'

export type Value = string | File | string[]

export const markup = `"><script>alert(1)</script><img src=x onerror=alert(1)>' onfocus='alert(1)`

/** Values that nobody types into a form, and that programs send. */
export const hostile: Record<string, Value> = {
  'empty text': '',
  spaces: '  \t\n ',
  'nothing to see': '\u200b\u200d\u2060',
  'far too much': 'x'.repeat(20_000),
  'several values': ['one', 'two'],
  'a file': new File(['x'], `${markup}.txt`),
  'control characters': 'a\0b\u001b[31m\u0007\u001fc',
  'a lone surrogate': 'a\ud800b\udc00',
  markup,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is one that must stay as it is
  'a template': '${7*7}{{7*7}}<%= 7 %>',
  SQL: `'; DROP TABLE users; --`,
  'text from right to left': '\u202Etxt.exe \u05e9\u05dc\u05d5\u05dd',
  'joined emoji': '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}',
  'a number without end': '1e309',
  'a number below nothing': '-1',
  'a hexadecimal number': '0x10',
  'not a number': 'NaN',
  'a number beyond integers': '9007199254740993',
  'a day that is not': '2026-02-30',
  'no day at all': '0000-00-00',
  'the last day': '9999-12-31',
  'a day before all': '1969-12-31',
  'the first day': '1970-01-01',
  'an hour that was skipped': '2026-03-29T01:30',
  'other digits': '\u0669:\u0663\u0660',
  'a property': '__proto__',
  'a way up': '../%2F..%2F',
  JSON: '{"a":[1]}',
  'another site': '//evil.example',
  'a line break': '/a\r\nSet-Cookie: x=1',
  'a zone far away': 'Etc/GMT+12',
}

export type Setting = Awaited<ReturnType<typeof settingOf>>

/** Posts that make the row of a table that not every setting has. */
const more: Record<string, [path: string, fields: Record<string, string>]> = {
  organizations: ['/organizations', { name: 'An organization' }],
  people: ['/people', { name: 'A person' }],
  meetings: ['/meetings', { title: 'A meeting' }],
  feedback: ['/feedback', { content: 'Clear slides' }],
  learnings: ['/learnings', { title: 'A learning' }],
  energy_checkins: ['/energy', { energy_level: '3', engagement_level: '3' }],
  skills: ['/skills', { name: 'A skill' }],
  views: ['/views', { name: 'A view', page: 'stats', query: 'tag=deep' }],
  reviews: ['/reviews', { period: 'week', date: '2026-03-03', words: 'x' }],
  reports: ['/reports', { title: 'x', from_date: '2026-01-01', to_date: '2026-06-30' }],
  evidence_drafts: ['/evidence', { title: 'x', from_date: '2026-01-01', to_date: '2026-06-30' }],
}

/** A person with one goal, one project, one task and one session, by their tables; `id` and `seq` are of the one in `table`. */
export const settingOf = async (table: string) => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  await client.post('/goals', { title: 'A goal' })
  await client.post('/projects', { name: 'A project' })
  await client.post('/tasks', { title: 'A task' })
  await client.post('/sessions', { title: 'A session', date: '2026-03-03', started_at: '09:00', duration: '1h' })
  const own = more[table]
  if (own) await client.post(...own)
  const first = async (name: string) => {
    const query = `SELECT id, seq FROM ${name} WHERE user_id = ? ORDER BY id LIMIT 1`
    return (await rows<{ id: string; seq: number }>(query, client.userId))[0]
  }
  const idOf = async (name: string) => (await first(name))?.id ?? ''
  const ids = { goals: await idOf('goals'), projects: await idOf('projects'), sessions: await idOf('sessions') }
  return { client, ids, id: await idOf(table), seq: async () => String((await first(table))?.seq) }
}
