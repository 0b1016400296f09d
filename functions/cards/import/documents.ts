import { textFaults } from '../../plans/document'
import type { Fault } from '../../plans/markdown/fault'
import type { Document, Unreadable } from '../../plans/uploaded-documents'
import { readAnki } from '../anki/read'
import { readCards } from '../file/read'
import { type CleanCard, cleanAnki, cleanFile } from '../plan-file/clean'
import { questionKey } from '../plan-file/replace'

/** Cards of one document: of a cards file, or of Anki’s text. */
export type ReadDocument = {
  name: string
  text: string
  isFile: boolean
  cards: CleanCard[]
  /** Cards that are left out. */
  rejected: Fault[]
  warnings: Fault[]
}

export type Refused = { name: string; errors: Fault[] }

/** True for a text with headings of cards. Anki's header says that it is Anki's, whatever stands in its fields. */
export const hasCards = (text: string) => !/^\uFEFF?#separator:/i.test(text) && /^## Card\b/m.test(text)

const readText = (name: string, text: string): ReadDocument | Refused => {
  const wrong = textFaults(text, 'A file')
  if (wrong) return { name, ...wrong }
  const isFile = hasCards(text)
  if (isFile) {
    const read = readCards(text)
    if ('errors' in read) return { name, errors: read.errors }
    const { cards, faults } = cleanFile(read.cards)
    return { name, text, isFile, cards, rejected: faults, warnings: read.warnings }
  }
  const read = readAnki(text)
  const { cards, faults } = cleanAnki(read.cards)
  const rejected = [...read.rejected, ...faults].toSorted((a, b) => a.line - b.line)
  return { name, text, isFile, cards, rejected, warnings: [] }
}

const noCards = [
  { line: 0, message: 'There are no cards in it. A card begins with ## Card 1, or is a row of Anki’s text.' },
]

/** Reads documents; a document without cards is refused. */
export const readDocuments = (documents: (Document | Unreadable)[]): (ReadDocument | Refused)[] =>
  documents.map((document) => {
    const { name } = document
    if ('message' in document) return { name, errors: [{ line: 0, message: document.message }] }
    const read = readText(name, document.text)
    return 'errors' in read || read.cards.length > 0 ? read : { name, errors: [...noCards, ...read.rejected] }
  })

/** The plan that a file is named after, as the download is: `spanish.cards.md`. */
export const planNamed = (name: string) => /^(.+)\.cards\.md$/i.exec(name)?.[1] ?? ''

export type Placed = ReadDocument & {
  /** Null for no plan. */
  planId: string | null
  /** Cards without the duplicates. */
  fresh: CleanCard[]
  duplicates: number
}

export type Previewed = Placed | Refused

/**
 * Takes out the cards whose question its plan has already, or an earlier card of the import.
 * @param planOf id of the plan for a document; null for none
 * @param questions questions of each plan’s cards, by its id; an empty one for no plan
 */
export const placed = (
  documents: (ReadDocument | Refused)[],
  planOf: (name: string) => string | null,
  questions: Map<string, string[]>,
): Previewed[] => {
  const known = new Map([...questions].map(([plan, texts]) => [plan, new Set(texts.map(questionKey))]))
  return documents.map((document) => {
    if ('errors' in document) return document
    const planId = planOf(document.name)
    const seen = known.get(planId ?? '') ?? new Set<string>()
    known.set(planId ?? '', seen)
    const fresh = document.cards.filter(({ question }) => {
      const key = questionKey(question)
      const isNew = !seen.has(key)
      seen.add(key)
      return isNew
    })
    return { ...document, planId, fresh, duplicates: document.cards.length - fresh.length }
  })
}

export const isPlaced = (document: Previewed): document is Placed => 'fresh' in document

export const freshCount = (previewed: Previewed[]) =>
  previewed.filter(isPlaced).reduce((sum, { fresh }) => sum + fresh.length, 0)
