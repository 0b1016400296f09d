import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Outgoing, Remote, Reply } from '../../../cli/sync/remote'
import type { DeviceStore } from '../../../cli/sync/store'
import { sync } from '../../../cli/sync/sync'
import { memoryStore } from '../../../cli/sync/testing/memory'
import { visibleRow } from '../../../cli/sync/visible-row'
import { queueWrite } from '../../../cli/sync/write'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { appRemote } from '../../../test/support/models/sync-app'
import { runs } from '../../../test/support/runs'
import { minute, utc } from '../../../test/support/times'
import type { LastWrite } from '../../programs/sync/core/decide'
import { mergePlan } from '../../programs/sync/entities/plans'
import type { PlanVersion } from '../../programs/sync/entities/rows'
import { entityKey } from '../../programs/sync/push/known'
import { reconcile } from '../../programs/sync/push/reconcile'
import { readDeltas } from '../../programs/sync/push/request'
import { editChunk } from '../plans/markdown/edit'
import { readPlan } from '../plans/markdown/read'
import { anEdit, applyEdits } from '../plans/markdown/testing'
import { mergeBlocks } from '../plans/merge-blocks'
import type { ChunkStatus } from '../plans/schema'
import { parseDerived, personalText, sharedText } from '../plans/shared/document'
import { importPlan, knotsText, storedPlan } from '../plans/testing'
import { shareWith } from './testing'

const noon = Date.UTC(2026, 2, 3, 12)
const startText = knotsText('knots', { tags: '[]' }).replace('completed', 'not-started')

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

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

/** The server as one person has it: their plan, a form of their browser, and their devices. */
type Site = {
  read: () => Promise<{ content: string; seq: number }>
  /** False where both changed one block: the typed text stays in the form. */
  submit: (form: { content: string; base: string; seq: number }) => Promise<boolean>
  setStatus: (chunkId: string, status: ChunkStatus) => Promise<unknown>
  /** Texts in the inbox. */
  kept: () => Promise<string[]>
  remote: (deviceId: string) => Remote
}

type Person = { site: Site; form: { content: string; seq: number }; status: ChunkStatus }
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

const appSite = (client: Client): Site => ({
  read: () => storedPlan(client, 'knots'),
  submit: async (form) => {
    const answer = await client.post('/plans/knots/edit', form)
    if (![303, 409].includes(answer.status)) throw new Error(`${answer.status} ${await answer.text()}`)
    return answer.status === 303
  },
  setStatus: (chunkId, status) => client.post(`/plans/knots/chunks/${chunkId}/status`, { status }),
  kept: async () =>
    (
      await rows<{ content: string }>(
        "SELECT data ->> 'content' AS content FROM sync_conflicts WHERE user_id = ? AND data IS NOT NULL",
        client.userId,
      )
    ).map(({ content }) => content),
  remote: (deviceId) => appRemote(client, deviceId),
})

const appSites = async () => {
  const [owner, editor] = [await signedIn(), await signedIn()]
  await importPlan(owner, startText)
  await shareWith(owner, 'knots', editor, 'edit')
  return [appSite(owner), appSite(editor)]
}

const key = entityKey('plan', 'knots')

const versionOf = (stored: PlanVersion | null, content: string): PlanVersion => {
  const plan = mergePlan('knots', { content, created_at: noon }, stored, Date.now())
  if ('reason' in plan) throw new Error(plan.reason)
  return { type: 'plan', id: 'knots', seq: (stored?.seq ?? 0) + 1, updatedAt: Date.now(), deletedAt: null, ...plan }
}

/** Two people without a database, with the server's own functions: many more interleavings in the same time. */
const modelSites = async () => {
  const plans = [versionOf(null, startText), versionOf(null, startText)]
  const stored = (at: number) => plans[at] as PlanVersion
  const save = (at: number, version: PlanVersion) => {
    const [before, after] = [parseDerived(stored(at).data.content), parseDerived(version.data.content)]
    plans[at] = { ...version, seq: stored(at).seq + 1 }
    if (sharedText(before) === sharedText(after)) return
    const other = stored(1 - at)
    plans[1 - at] = versionOf(other, personalText(after, parseDerived(other.data.content)))
  }
  const site = (at: number): Site => {
    const writes = new Map<string, Map<string, LastWrite>>()
    const inbox: string[] = []
    const send = async (deviceId: string, { body }: Outgoing): Promise<Reply> => {
      const { state } = body
      const noted = writes.get(deviceId) ?? new Map<string, LastWrite>()
      writes.set(deviceId, noted)
      const rowsKnown = new Map([[key, stored(at)]])
      const known = { device: null, rows: rowsKnown, writes: noted, projects: new Map(), goals: new Map(), timer: null }
      const sent = await readDeltas({ ...body, deleted_ids: [] }, utc)
      const { remote_version: remoteVersion, local_version: localVersion } = state
      const sender = { remoteVersion, localVersion, zone: utc, today: '2026-03-03', now: Date.now() }
      const found = reconcile(sent, known, sender)
      for (const { version } of found.changes.values()) if (version.type === 'plan') save(at, version)
      for (const [one, { isOwn, ...last }] of found.writes)
        noted.set(one, { ...last, seq: isOwn ? stored(at).seq : null })
      for (const { data } of found.lost) if (data && 'content' in data) inbox.push(data.content)
      const plan = stored(at)
      const isNew = plan.seq > remoteVersion && noted.get(key)?.seq !== plan.seq
      const delta = { action: 'update' as const, id: 'knots', updated_at: plan.updatedAt, data: plan.data }
      const answer = {
        ...{ plans: isNew || found.unlike.length > 0 ? [delta] : [], sessions: [], cards: [], deleted_ids: [] },
        ...{ state: { ...state, remote_version: plan.seq }, has_more: false, results: found.results },
      }
      return { kind: 'answer', answer }
    }
    return {
      read: async () => ({ content: stored(at).data.content, seq: stored(at).seq }),
      submit: async ({ content, base, seq }) => {
        const { data } = stored(at)
        const merged =
          seq === stored(at).seq ? { text: content, conflicts: [] } : mergeBlocks(base, content, data.content)
        if (merged.conflicts.length > 0) return false
        if (merged.text !== data.content) save(at, versionOf(stored(at), merged.text))
        return true
      },
      setStatus: async (chunkId, status) => {
        const text = editChunk(parseDerived(stored(at).data.content), chunkId, { status }, Date.now())
        if (text && text !== 'garbled') save(at, versionOf(stored(at), text))
      },
      kept: async () => inbox,
      remote: (deviceId) => ({
        send: (outgoing) => send(deviceId, outgoing),
        digests: async () => ({ kind: 'offline' }),
      }),
    }
  }
  return [site(0), site(1)]
}

const losingReply = (remote: Remote): Remote => ({
  ...remote,
  send: async (outgoing) => {
    await remote.send(outgoing)
    return { kind: 'offline', detail: 'The reply was lost.' } as Awaited<ReturnType<Remote['send']>>
  },
})

const writeOn = ({ store }: Device, change: (content: string) => string, words: Words) => {
  const data = visibleRow(store, 'plan', 'knots')
  if (!data) return
  const content = change(data.content)
  const read = readPlan(content)
  if (content === data.content || 'errors' in read) return
  note(words, data.content, content)
  queueWrite(store, 'plan', 'knots', { ...data, title: read.head.title, content }, Date.now())
}

const withStatus = (content: string, at: number, status: ChunkStatus) => {
  const plan = parseDerived(content)
  const edited = editChunk(plan, plan.chunks[at]?.id ?? '', { status }, Date.now())
  return edited === null || edited === 'garbled' ? content : edited
}

/** Sends an edit of the text that the form was opened with. One that is asked about stays in the form. */
const submit = async (one: Person, content: string, words: Words) => {
  const { site, form } = one
  if (await site.submit({ content, base: form.content, seq: form.seq })) note(words, form.content, content)
  one.form = await site.read()
}

type World = { people: Person[]; devices: Device[]; words: Words }

const play = async ({ people, devices, words }: World, one: Step) => {
  if (one.do === 'wait') {
    vi.setSystemTime(Date.now() + one.ms)
    return
  }
  if ('person' in one) {
    const by = people[one.person] as Person
    if (one.do === 'open') by.form = await by.site.read()
    else if (one.do === 'submit') await submit(by, applyEdits(by.form.content, [one.edit], fresh(words)), words)
    else {
      const { id } = parseDerived((await by.site.read()).content).chunks[one.chunk] ?? {}
      if (id) await by.site.setStatus(id, by.status)
    }
    return
  }
  const on = devices[one.device] as Device
  if (one.do === 'write') writeOn(on, (content) => applyEdits(content, [one.edit], fresh(words)), words)
  else if (one.do === 'progress') writeOn(on, (content) => withStatus(content, one.chunk, on.person.status), words)
  else await sync(on.store, one.isReplyLost ? losingReply(on.remote) : on.remote)
}

const newWorld = async (sites: Site[]): Promise<World> => {
  const people = await Promise.all(
    sites.map(async (site, index): Promise<Person> => {
      return { site, form: await site.read(), status: index === 0 ? 'completed' : 'skipped' }
    }),
  )
  const devices = [0, 1, 1].map((of, index): Device => {
    const one = people[of] as Person
    return { store: memoryStore(`device-${index}`), remote: one.site.remote(`device-${index}`), person: one }
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
  const texts = await Promise.all(people.map(async ({ site }) => (await site.read()).content))
  const [first = '', second = ''] = texts.map((text) => sharedText(parseDerived(text)))
  expect(second).toBe(first)
  for (const { store, person: one } of devices) {
    expect(visibleRow(store, 'plan', 'knots')?.content).toBe(texts[people.indexOf(one)])
  }
  expect(texts[0]).not.toContain('**Status**: skipped')
  expect(texts[1]).not.toContain('**Status**: completed')
  const kept = (await Promise.all(people.map(({ site }) => site.kept()))).flat()
  const known = new Set([...wordsIn(first), ...words.replaced, ...kept.flatMap((text) => [...wordsIn(text)])])
  expect([...words.written].filter((word) => !known.has(word))).toEqual([])
}

const law = (sites: () => Promise<Site[]>, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      vi.setSystemTime(noon)
      const world = await newWorld(await sites())
      for (const one of steps) await play(world, one)
      await settle(world)
    }),
    { numRuns },
  )

describe('two people and three devices that edit one plan end up equal, and no word is lost silently', () => {
  test('by the functions of the server', () => law(modelSites, runs(20_000, 60)), 60 * minute)
  test('on the real application', () => law(appSites, runs(500, 8)), 60 * minute)
})
