import { addChange } from '../../../changes/writes'
import { type ImportDocument, type RefusedImport, refuseDocument } from '../../../imports/read'
import { commitPlanned } from '../../../lib/db/retry'
import { allRows, newSeq, part, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import type { LeftOut } from '../../../lib/files/left-out'
import { undoPath } from '../../../lib/http/path-to'
import { plural } from '../../../lib/text/format'
import { textFaults } from '../../plans/document'
import type { Fault } from '../../plans/markdown/lines'
import { plansWithIds } from '../../plans/queries'
import type { PlanWithContent } from '../../plans/schema'
import { readAnki } from '../anki/read'
import { detectCardMarkup, readCards } from '../file/file'
import { chunkNumbers } from '../plan-file/plan-cards'
import {
  addCards,
  type CleanCard,
  cleanAnki,
  cleanFile,
  type FileCardKeys,
  newRow,
  questionKey,
  StoredFileCard,
  saveFile,
} from '../plan-file/replace'

/** Cards of one document: a cards file, or text from Anki. */
type ReadDocument = {
  name: string
  text: string
  isFile: boolean
  cards: CleanCard[]
  /** Cards that cannot be imported. */
  rejected: Fault[]
  warnings: Fault[]
  /** Other omitted parts: parts of a card, lines, columns. */
  leftOut: LeftOut[]
}

/** Detects a cards file. A text with Anki's header is from Anki, whatever its fields contain. */
export const detectCardsFile = (text: string) => (/^\uFEFF?#separator:/i.test(text) ? null : detectCardMarkup(text))

const readText = ({ name, text, left_out = [] }: ImportDocument): ReadDocument | RefusedImport => {
  const wrong = textFaults(text, 'A file')
  if (wrong) return { name, ...wrong }
  const isFile = detectCardsFile(text) !== null
  if (isFile) {
    const read = readCards(text)
    if ('errors' in read) return { name, errors: read.errors }
    const { cards, faults } = cleanFile(read.cards)
    return {
      name,
      text,
      isFile,
      cards,
      rejected: faults,
      warnings: read.warnings,
      leftOut: [...left_out, ...read.leftOut],
    }
  }
  const read = readAnki(text)
  const { cards, faults } = cleanAnki(read.cards)
  const rejected = [...read.rejected, ...faults].toSorted((a, b) => a.line - b.line)
  return { name, text, isFile, cards, rejected, warnings: [], leftOut: [...left_out, ...read.leftOut] }
}

const noCards = 'There are no cards in it. A card begins with ## Card 1, or is a row of Anki’s text.'

/** Reads documents. A document without cards is refused. */
export const readCardDocuments = (documents: (ImportDocument | RefusedImport)[]): (ReadDocument | RefusedImport)[] =>
  documents.map((document) => {
    const read = 'errors' in document ? document : readText(document)
    if ('errors' in read || read.cards.length > 0) return read
    const { name, errors } = refuseDocument(read.name, noCards)
    return { name, errors: [...errors, ...read.rejected] }
  })

/** Id of the plan in a file name such as `spanish.cards.md`, the name of a download; empty for other names. */
const planNamed = (name: string) => /^(.+)\.cards\.md$/i.exec(name)?.[1] ?? ''

export type PlacedDocument = ReadDocument & {
  /** Null for cards without a plan. */
  planId: string | null
  /** Cards that are not duplicates. */
  fresh: CleanCard[]
  duplicates: CleanCard[]
}

export type PreviewedFile = PlacedDocument | RefusedImport

/**
 * Removes cards whose question already exists in the plan or earlier in the import.
 * @param planOf id of the plan for a document; null for no plan
 * @param questions questions of each plan’s cards, by plan id; empty id for no plan
 */
const placed = (
  documents: (ReadDocument | RefusedImport)[],
  planOf: (name: string) => string | null,
  questions: Map<string, string[]>,
): PreviewedFile[] => {
  const known = new Map([...questions].map(([plan, texts]) => [plan, new Set(texts.map(questionKey))]))
  return documents.map((document) => {
    if ('errors' in document) return document
    const planId = planOf(document.name)
    const seen = known.get(planId ?? '') ?? new Set<string>()
    known.set(planId ?? '', seen)
    const { fresh = [], duplicates = [] } = Object.groupBy(document.cards, ({ question }) => {
      const key = questionKey(question)
      const isNew = !seen.has(key)
      seen.add(key)
      return isNew ? 'fresh' : 'duplicates'
    })
    return { ...document, planId, fresh, duplicates }
  })
}

export const isPlaced = (document: PreviewedFile): document is PlacedDocument => 'fresh' in document

/** Everything that an import omits from a document, including rejected cards and duplicates. */
export const allLeftOut = ({ rejected, duplicates, leftOut }: PlacedDocument): LeftOut[] => [
  ...rejected.map(({ line, message }) => ({ line, what: 'Row', reason: message })),
  ...duplicates.map(({ line, question }) => ({ line, what: question.slice(0, 60), reason: 'The question is there.' })),
  ...leftOut,
]

export const freshCount = (previewed: PreviewedFile[]) =>
  previewed.filter(isPlaced).reduce((sum, { fresh }) => sum + fresh.length, 0)

/** Questions of cards by plan id; the id is empty for cards without a plan. */
const questionsOf = async (db: D1Database, userId: string, planIds: string[]) => {
  const rows = await Promise.all(
    planIds.map((id) =>
      allRows<{ question: string }>(sql(db)`
        SELECT question FROM cards
        WHERE user_id = ${userId} AND deleted_at IS NULL AND ${id === '' ? part`plan_id IS NULL` : part`plan_id = ${id}`}`),
    ),
  )
  return new Map(planIds.map((id, index) => [id, (rows[index] ?? []).map(({ question }) => question)]))
}

/** Deletes the cards that an import added. @param now epoch ms */
export const removeImported = (db: D1Database, userId: string, importId: string, now: number) => sql(db)`
  UPDATE cards SET deleted_at = ${now}, updated_at = ${now},
    seq = ${newSeq(userId)}
  WHERE user_id = ${userId} AND id >= ${`${importId}-`} AND id < ${`${importId}.`} AND deleted_at IS NULL`

/** Plans an import. @param chosen id of the plan for files not named after a plan; empty for no plan */
export const planCardImport = async (
  db: D1Database,
  userId: string,
  documents: (ReadDocument | RefusedImport)[],
  chosen: string,
) => {
  const names = documents.map(({ name }) => planNamed(name)).filter(Boolean)
  const asked = [...new Set([...names, chosen])]
  const [plans, questions] = await Promise.all([
    plansWithIds(db, userId, asked.filter(Boolean)),
    questionsOf(db, userId, [...new Set([...asked, ''])]),
  ])
  const isThere = (id: string) => plans.some((plan) => plan.id === id)
  const planOf = (name: string) => {
    const named = planNamed(name)
    if (isThere(named)) return named
    return isThere(chosen) ? chosen : null
  }
  return { plans, questions, previewed: placed(documents, planOf, questions) }
}

/** Id of an imported card. It contains the import's id, so that the import can be undone. */
const cardId = (importId: string, index: number) => `${importId}-${String(index).padStart(5, '0')}`

const rowsOf = (
  { planId, fresh }: PlacedDocument,
  { plans, importId, first, today }: { plans: PlanWithContent[]; importId: string; first: number; today: string },
) => {
  const plan = plans.find(({ id }) => id === planId)
  const chunks = new Map(plan ? [...chunkNumbers(plan)].map(([id, number]) => [number, id] as const) : [])
  return fresh.map((card, index) => ({
    key: card.key,
    row: newRow(card, { id: cardId(importId, first + index), plan_id: planId }, chunks, today),
  }))
}

const keysOf = (rows: ReturnType<typeof rowsOf>): FileCardKeys =>
  Object.fromEntries(rows.map(({ key, row }) => [key, StoredFileCard.parse(row)]))

/**
 * Adds the cards of confirmed documents. Stores the file if its plan has no cards yet, so that an export reproduces it.
 * @param also further statements for the same batch
 */
export const importCards = (
  db: D1Database,
  user: User,
  { importId, documents, chosen }: { importId: string; documents: (ReadDocument | RefusedImport)[]; chosen: string },
  today: string,
  also: (previewed: PreviewedFile[]) => D1PreparedStatement[] = () => [],
): Promise<PreviewedFile[]> =>
  commitPlanned(db, user.id, [], async () => {
    const { plans, questions, previewed } = await planCardImport(db, user.id, documents, chosen)
    const now = Date.now()
    let first = 0
    const filed = new Set<string>()
    const writes = previewed.filter(isPlaced).flatMap((document) => {
      const { planId, isFile, text, fresh } = document
      if (fresh.length === 0) return []
      const rows = rowsOf(document, { plans, importId, first, today })
      first += rows.length
      const keeps = planId !== null && isFile && !filed.has(planId) && questions.get(planId)?.length === 0
      if (keeps) filed.add(planId)
      return [
        ...addCards(
          db,
          user.id,
          rows.map(({ row }) => row),
          now,
        ),
        ...(keeps ? [saveFile(db, user.id, planId, text, keysOf(rows))] : []),
      ]
    })
    const count = freshCount(previewed)
    const change = { id: importId, kind: 'edit', summary: `${plural(count, 'card')} imported` } as const
    const listed =
      count > 0 ? addChange(db, user.id, { ...change, undoPath: undoPath('card.import', importId) }, now) : []
    return { result: previewed, writes: [...writes, ...listed, ...also(previewed)] }
  })
