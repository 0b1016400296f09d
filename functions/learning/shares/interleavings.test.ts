import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { httpRemote } from '../../../cli/sync/http'
import { memoryStore } from '../../../cli/sync/memory'
import type { Remote } from '../../../cli/sync/remote'
import { shownRow } from '../../../cli/sync/shown'
import type { DeviceStore } from '../../../cli/sync/store'
import { sync } from '../../../cli/sync/sync'
import { write } from '../../../cli/sync/write'
import { type Client, origin, request, rows, signedIn } from '../../../test/client'
import { isWhole, runs } from '../../../test/runs'
import { editChunk } from '../plans/markdown/edit'
import { readPlan } from '../plans/markdown/read'
import { anEdit, applyEdits } from '../plans/markdown/testing'
import { reread, sharedText } from '../plans/shared/document'
import { importPlan, knotsText, storedPlan } from '../plans/testing'
import { shareWith } from './testing'

const noon = Date.UTC(2026, 2, 3, 12)

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => vi.useRealTimers())

const device = fc.nat({ max: 2 })
const person = fc.nat({ max: 1 })
const chunk = fc.nat({ max: 3 })

/** Changes of the text: each person sets a status of their own. */
const edit = anEdit.filter(([name]) => name !== 'status')

/** Three devices of two people, whose browsers have a form open that may be old. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), device, edit }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('progress' as const), device, chunk }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('sync' as const), device, isReplyLost: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), person }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('submit' as const), person, edit }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tick' as const), person, chunk }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 5_000, 3_600_000) }) },
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

type Person = { client: Client; form: { content: string; seq: number }; status: 'completed' | 'skipped' }
type Device = { store: DeviceStore; remote: Remote; person: Person }

/** Words of writes, and those that a later write has taken out with them in view. */
type Words = { written: Set<string>; replaced: Set<string>; count: number }

const wordsIn = (text: string) => new Set(text.match(/\bword\d+x\d*/g) ?? [])

const note = (words: Words, before: string, after: string) => {
  const [had, has] = [wordsIn(before), wordsIn(after)]
  for (const word of has) if (!had.has(word)) words.written.add(word)
  for (const word of had) if (!has.has(word)) words.replaced.add(word)
}

const fresh = (words: Words) => {
  words.count += 1
  return `word${words.count}x`
}

const remoteOf = (client: Client, deviceId: string): Remote =>
  httpRemote({
    server: origin,
    token: '',
    deviceId,
    agent: 'interleavings',
    fetch: (url, init) => {
      const headers = new Headers(init.headers)
      headers.delete('Authorization')
      headers.set('Cookie', client.cookie)
      headers.set('Origin', origin)
      return request(url.slice(origin.length), { ...init, headers })
    },
  })

const losingReply = (remote: Remote): Remote => ({
  ...remote,
  send: async (outgoing) => {
    await remote.send(outgoing)
    return { kind: 'offline', detail: 'The reply was lost.' } as Awaited<ReturnType<Remote['send']>>
  },
})

const writeOn = ({ store }: Device, change: (content: string) => string, words: Words) => {
  const data = shownRow(store, 'plan', 'knots')
  if (!data) return
  const content = change(data.content)
  const read = readPlan(content)
  if (content === data.content || 'errors' in read) return
  note(words, data.content, content)
  write(store, 'plan', 'knots', { ...data, title: read.head.title, content }, Date.now())
}

const withStatus = (content: string, at: number, status: Person['status']) => {
  const plan = reread(content)
  const edited = editChunk(plan, plan.chunks[at]?.id ?? '', { status }, Date.now())
  return edited === null || edited === 'garbled' ? content : edited
}

const open = async ({ client }: Person) => {
  const { content, seq } = await storedPlan(client, 'knots')
  return { content, seq }
}

/** Sends an edit of the text that the form was opened with. One that is asked about stays in the form. */
const submit = async (one: Person, content: string, words: Words) => {
  const { client, form } = one
  const fields = { content, base: form.content, seq: form.seq }
  const answer = await client.post('/plans/knots/edit', fields)
  if (answer.status === 303) note(words, form.content, content)
  else if (answer.status !== 409) throw new Error(`${answer.status} ${await answer.text()}`)
  one.form = await open(one)
}

type World = { people: Person[]; devices: Device[]; words: Words }

const play = async ({ people, devices, words }: World, one: Step) => {
  if (one.do === 'wait') {
    vi.setSystemTime(Date.now() + one.ms)
    return
  }
  if ('person' in one) {
    const by = people[one.person] as Person
    if (one.do === 'open') by.form = await open(by)
    else if (one.do === 'submit') await submit(by, applyEdits(by.form.content, [one.edit], fresh(words)), words)
    else {
      const plan = reread((await open(by)).content)
      const { id } = plan.chunks[one.chunk] ?? {}
      if (id) await by.client.post(`/plans/knots/chunks/${id}/status`, { status: by.status })
    }
    return
  }
  const on = devices[one.device] as Device
  if (one.do === 'write') writeOn(on, (content) => applyEdits(content, [one.edit], fresh(words)), words)
  else if (one.do === 'progress') writeOn(on, (content) => withStatus(content, one.chunk, on.person.status), words)
  else await sync(on.store, one.isReplyLost ? losingReply(on.remote) : on.remote)
}

const newWorld = async (): Promise<World> => {
  const [owner, editor] = [await signedIn(), await signedIn()]
  await importPlan(owner, knotsText('knots', { tags: '[]' }).replace('completed', 'not-started'))
  await shareWith(owner, 'knots', editor, 'edit')
  const people = await Promise.all(
    [owner, editor].map(async (client, index): Promise<Person> => {
      const { content, seq } = await storedPlan(client, 'knots')
      return { client, form: { content, seq }, status: index === 0 ? 'completed' : 'skipped' }
    }),
  )
  const devices = [0, 1, 1].map((of, index): Device => {
    const one = people[of] as Person
    return { store: memoryStore(`device-${index}`), remote: remoteOf(one.client, `device-${index}`), person: one }
  })
  for (const { store, remote } of devices) await sync(store, remote)
  return { people, devices, words: { written: new Set(), replaced: new Set(), count: 0 } }
}

/** Everyone syncs; throws where people or devices differ, or a word of somebody is nowhere. */
const settle = async ({ people, devices, words }: World) => {
  for (const { store, remote } of [...devices, ...devices]) {
    const outcome = await sync(store, remote)
    if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
  }
  const texts = await Promise.all(people.map(async ({ client }) => (await storedPlan(client, 'knots')).content))
  const [first = '', second = ''] = texts.map((text) => sharedText(reread(text)))
  expect(second).toBe(first)
  for (const { store, person: one } of devices) {
    expect(shownRow(store, 'plan', 'knots')?.content).toBe(texts[people.indexOf(one)])
  }
  expect(texts[0]).not.toContain('**Status**: skipped')
  expect(texts[1]).not.toContain('**Status**: completed')
  const ids = people.map(({ client }) => client.userId)
  const kept = await rows<{ content: string }>(
    "SELECT data ->> 'content' AS content FROM sync_conflicts WHERE user_id IN (?, ?) AND data IS NOT NULL",
    ...ids,
  )
  const known = new Set([...wordsIn(first), ...words.replaced, ...kept.flatMap(({ content }) => [...wordsIn(content)])])
  expect([...words.written].filter((word) => !known.has(word))).toEqual([])
}

const playAll = async (steps: Step[]) => {
  vi.setSystemTime(noon)
  const world = await newWorld()
  for (const one of steps) await play(world, one)
  await settle(world)
}

const minutes = 60_000

test(
  'two people and three devices that edit one plan end up equal, and no word is lost silently',
  () =>
    fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), playAll), {
      numRuns: isWhole ? 20_000 : runs(300),
    }),
  120 * minutes,
)
