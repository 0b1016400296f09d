import fc from 'fast-check'
import { expect } from 'vitest'
import {
  adoptDrafts,
  applySaveResult,
  closingSave,
  type Draft,
  draftsOf,
  isUnsaved,
  type Note,
  nextSave,
  noteFromSaved,
  type PendingSave,
  resolveConflict,
  type SaveResult,
  type StoredNote,
  setNoteText,
} from '../../../client/notes/machine'

/** Where notes are saved. */
export type Server = { read: () => Promise<StoredNote>; put: (save: PendingSave) => Promise<SaveResult> }

/** A page with a note, and its save that is on the way. */
type Page = { id: number; note: Note; flying: PendingSave | null }

/** A save on its way to the server, or an answer on its way back. */
type Message = { page: number; save: PendingSave; answer?: SaveResult }

const tab = fc.nat(1)
const pick = fc.nat(7)

/** Events in one of two tabs, and to one of the messages on the wire. */
export const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('type' as const), tab }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), tab }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver' as const), pick, twice: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const), tab, sends: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hide' as const), tab }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resolve' as const), tab }) },
)
export type Event = typeof event extends fc.Arbitrary<infer E> ? E : never

const withWord = (text: string, word: string) => (text === '' ? word : `${text} ${word}`)

/**
 * Two tabs over a network that delays, loses and repeats. Every word is new, nobody deletes one, and conflicts keep both
 * texts: so in the end all words that were ever typed are saved, and no acknowledged one was missing in between.
 */
export const keepsEveryWord = async (server: Server, events: Event[]) => {
  let [words, pages] = [0, 0]
  const device = new Map<number, Draft[]>()
  const acknowledged = new Set<string>()
  let wire: Message[] = []

  const keep = ({ id, note }: Page) => {
    const drafts = draftsOf(note)
    if (drafts.length > 0) device.set(id, drafts)
    else device.delete(id)
  }
  const open = async (alive: Page[]): Promise<Page> => {
    pages += 1
    const left = [...device].filter(([id]) => !alive.some((page) => page.id === id))
    for (const [id] of left) device.delete(id)
    const note = adoptDrafts(
      noteFromSaved(await server.read()),
      left.flatMap(([, drafts]) => drafts),
    )
    const page = { id: pages, note, flying: null }
    keep(page)
    return page
  }
  const tabs = [await open([])]
  tabs.push(await open(tabs))
  const change = (page: Page, note: Note) => {
    page.note = note
    keep(page)
  }
  const send = (page: Page) => {
    if (page.flying) return
    const { note, save } = nextSave(page.note)
    change(page, note)
    page.flying = save
    if (save) wire.push({ page: page.id, save })
  }
  const leave = (page: Page) => {
    const { note, save } = closingSave(page.note)
    change(page, note)
    if (save) wire.push({ page: page.id, save })
    page.flying = save
  }
  const deliver = async (message: Message) => {
    if (message.answer === undefined) {
      const answer = await server.put(message.save)
      if ('version' in answer) {
        const { text } = await server.read()
        expect(text).toBe(message.save.text)
      }
      wire.push({ ...message, answer })
      return
    }
    const page = tabs.find(({ id }) => id === message.page)
    if (!page) return
    if (page.flying === message.save) page.flying = null
    const before = page.note
    change(page, applySaveResult(page.note, message.save, message.answer))
    if ('version' in message.answer) for (const word of message.save.text.split(/\s+/)) acknowledged.add(word)
    for (const word of before.text.split(/\s+/)) expect(page.note.text.split(/\s+/)).toContain(word)
  }
  const missing = (text: string, all: Iterable<string>) => [...all].filter((word) => !text.split(/\s+/).includes(word))

  for (const one of events) {
    const page = 'tab' in one ? tabs[one.tab] : undefined
    const message = 'pick' in one ? wire[one.pick % Math.max(1, wire.length)] : undefined
    if (one.kind === 'type' && page) {
      words += 1
      change(page, setNoteText(page.note, withWord(page.note.text, `w${words}`)))
    } else if (one.kind === 'send' && page) send(page)
    else if (one.kind === 'hide' && page) leave(page)
    else if (one.kind === 'resolve' && page) change(page, resolveConflict(page.note, 'both'))
    else if (one.kind === 'reload' && page) {
      if (one.sends) leave(page)
      const others = tabs.filter((other) => other !== page)
      tabs[one.tab] = await open(others)
    } else if (one.kind === 'restart') {
      tabs.length = 0
      tabs.push(await open([]))
      tabs.push(await open(tabs))
    } else if (message) {
      if (one.kind !== 'deliver' || !one.twice) wire = wire.filter((other) => other !== message)
      if (one.kind === 'deliver') await deliver(message)
      else for (const tab of tabs) if (tab.flying === message.save) tab.flying = null
    }
    expect(missing((await server.read()).text, acknowledged)).toEqual([])
  }

  // The network works again: pending messages arrive, and each page sends until all is saved.
  for (let round = 0; round < 200; round += 1) {
    const message = wire.shift()
    if (message) await deliver(message)
    else {
      for (const page of tabs) {
        page.flying = null
        change(page, resolveConflict(page.note, 'both'))
        send(page)
      }
      if (wire.length === 0) break
    }
  }
  expect(tabs.map(({ note }) => isUnsaved(note))).toEqual([false, false])
  expect([...device.keys()]).toEqual([])
  const all = Array.from({ length: words }, (_, index) => `w${index + 1}`)
  expect(missing((await server.read()).text, all)).toEqual([])
}

/** A server in memory that accepts a note as `saveNote` (functions/lib/resource/notes.ts) does. */
export const madeUp = (): Server => {
  let saved: StoredNote = { version: 0, text: '' }
  return {
    read: async () => saved,
    put: async ({ text, base, sent }) => {
      const { version } = saved
      if (text === saved.text) return { version }
      if (version !== base && !(version === base + 1 && sent === saved.text)) return { conflict: saved }
      saved = { version: version + 1, text }
      return { version: version + 1 }
    },
  }
}
