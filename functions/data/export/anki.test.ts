import Papa from 'papaparse'
import { beforeAll, expect, test } from 'vitest'
import type { Client } from '../../../test/support/client'
import { signedIn } from '../../../test/support/client'
import { readAnki } from '../../learning/cards/anki/read'
import { type Document, exported, exportText, hostilePerson, live } from './hostile/testing'

let client: Client
let document: Document
let text: string
beforeAll(async () => {
  client = (await hostilePerson()).client
  document = await exported(client)
  text = await exportText(client, 'anki')
})

const cards = () => live(document.cards).toSorted((a, b) => String(a.id).localeCompare(String(b.id)))

const tagsOf = (card: Record<string, unknown>) => [card.tags].flat().map((tag) => String(tag).replaceAll(' ', '_'))

test('our import of Anki’s text reads each card that is not deleted', () => {
  const wanted = cards().map((card) => ({ question: card.question, answer: card.answer, tags: tagsOf(card) }))
  expect(wanted.length).toBeGreaterThan(10)
  const read = readAnki(text)
  expect(read.rejected).toEqual([])
  expect(read.cards.map(({ line: _, ...card }) => card)).toEqual(wanted)
})

/** Reads as Anki does: headers first, then records; lines that begin with # are left out, a number names a deck by its id. */
const ankiRecords = () => {
  const lines = text.split('\n')
  const headers = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('#')),
  )
  expect(headers).toEqual(['#separator:tab', '#html:false', '#tags column:3', '#deck column:4'])
  const { data, errors } = Papa.parse<string[]>(text, {
    delimiter: '\t',
    newline: '\n',
    comments: '#',
    skipEmptyLines: true,
  })
  expect(errors).toEqual([])
  return data
}

test('by Anki’s rules each card is a record of four fields, in the deck of its plan', () => {
  const records = ankiRecords()
  const titles = new Map((document.plans ?? []).map(({ id, title }) => [id, title]))
  expect(records.map((fields) => fields.length)).toEqual(cards().map(() => 4))
  expect(records.map(([question]) => question)).toEqual(cards().map(({ question }) => question))
  const decks = records.map(([, , , deck]) => deck)
  expect(new Set(decks)).toEqual(new Set(['Daymark', 'Daymark::Spanish : verbs', 'Daymark::2026', 'Daymark::<b>']))
  const spanish = cards().findIndex(({ plan_id }) => titles.get(plan_id) === 'Spanish :: verbs')
  expect(decks[spanish]).toBe('Daymark::Spanish : verbs')
  expect(decks.filter((deck) => /^\d*$/.test(deck ?? ''))).toEqual([])
})

test('without cards there are the headers alone', async () => {
  expect(await exportText(await signedIn(), 'anki')).toBe(
    '#separator:tab\n#html:false\n#tags column:3\n#deck column:4\n',
  )
})
