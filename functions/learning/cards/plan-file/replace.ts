import { z } from 'zod'
import { constant, jsonColumn, newSeq, part, rowAs, rowsAs, sql } from '../../../lib/db/sql'
import { insertRows, updateRows } from '../../../lib/resource/row-writes'
import { SentTagList } from '../../../lib/tags'
import { nameKey, tagList, tagText } from '../../../lib/text/text'
import type { Fault } from '../../plans/markdown/lines'
import type { AnkiCard } from '../anki/read'
import type { CardValues, ReadCard } from '../file/file'
import { cardColumns, cardJoins } from '../queries'
import { newSm2 } from '../schedule/sm2'
import { answer, type CardRow, cardKind, ListedCard, question } from '../schema'

/** A card from a file or from Anki, with validated texts. Parts of the schedule missing in the file are null. */
export type CleanCard = {
  /** The card's key in the file. */
  key: string
  /** The card's line in the file; the first line is 1. */
  line: number
  question: string
  answer: string
  /** JSON, as in `CardRow`. */
  tags: string
  source: string
} & Pick<CardValues, 'created' | 'ease_factor' | 'interval_days' | 'repetitions' | 'next_review'>

type Texts = { question: string; answer: string; tags: string[]; source: string | null }

/** Cleans and validates texts as forms do. Returns the first error as a message. */
export const cleanTexts = (texts: Texts): Pick<CleanCard, keyof Texts> | { message: string } => {
  const read = {
    question: question.safeParse(texts.question),
    answer: answer.safeParse(texts.answer),
    tags: SentTagList.safeParse(texts.tags.flatMap((tag) => tag.split(','))),
    source: cardKind.NewForm.shape.source.safeParse(texts.source ?? ''),
  }
  const wrong = Object.entries(read).find(([, { success }]) => !success)
  if (wrong) return { message: `${wrong[0]}: ${wrong[1].error?.issues[0]?.message ?? 'invalid'}.` }
  return {
    question: read.question.data ?? '',
    answer: read.answer.data ?? '',
    tags: tagText(read.tags.data ?? []),
    source: read.source.data ?? '',
  }
}

const cleaned = <C extends Texts>(
  cards: C[],
  rest: (card: C, index: number) => Omit<CleanCard, keyof Texts>,
): { cards: CleanCard[]; faults: Fault[] } => {
  const all = cards.map((card, index) => ({ ...rest(card, index), texts: cleanTexts(card) }))
  return {
    cards: all.flatMap(({ texts, ...card }) => ('message' in texts ? [] : [{ ...card, ...texts }])),
    faults: all.flatMap(({ texts, line }) => ('message' in texts ? [{ line, message: texts.message }] : [])),
  }
}

export const cleanFile = (cards: ReadCard[]) => cleaned(cards, (card) => ({ ...card, line: card.from + 1 }))

export const cleanAnki = (cards: (AnkiCard & { line: number })[]) =>
  cleaned(
    cards.map((card) => ({ ...card, source: null })),
    ({ line }, index) => ({
      created: null,
      ease_factor: null,
      interval_days: null,
      repetitions: null,
      next_review: null,
      key: `@${index}`,
      line,
    }),
  )

/** A card in a stored file: its id, and its schedule when the file was uploaded. */
export const StoredFileCard = z.object({
  id: z.string(),
  ease_factor: z.number(),
  interval_days: z.int(),
  repetitions: z.int(),
  next_review: z.string(),
})
export type StoredFileCard = z.infer<typeof StoredFileCard>

const FileCardKeys = z.record(z.string(), StoredFileCard)
/** Cards of the file by their key. */
export type FileCardKeys = z.infer<typeof FileCardKeys>

const StoredCardsFile = z.object({ content: z.string(), keys: jsonColumn(FileCardKeys) })
export type StoredCardsFile = z.output<typeof StoredCardsFile>

/** The last uploaded cards file of a plan; null without one. */
export const readStoredFile = (db: D1Database, userId: string, planId: string) =>
  rowAs(
    StoredCardsFile,
    sql(db)`SELECT content, keys FROM card_files WHERE user_id = ${userId} AND plan_id = ${planId}`,
  )

/** The cards of a plan, oldest first. */
export const cardsOf = (db: D1Database, userId: string, planId: string) =>
  rowsAs(
    ListedCard,
    sql(db)`
      SELECT ${cardColumns}
      FROM cards ${cardJoins}
      WHERE cards.user_id = ${userId} AND cards.plan_id = ${planId} AND cards.deleted_at IS NULL
      ORDER BY cards.id`,
  )

/** Maximum number of cards that a request may add, change and remove. Each card writes about ten rows. */
export const changesLimit = 2_000

/** A card whose texts or schedule differ in a file. */
type ChangedRow = Pick<CardRow, 'id' | 'chunk_id' | 'question' | 'answer' | 'tags' | 'source' | 'is_new'> &
  Omit<StoredFileCard, 'id'>

/** A card to add. */
type NewRow = ChangedRow & Pick<CardRow, 'plan_id'>

/** Id of each chunk of a plan, by chunk number. */
type ChunkIds = Map<number, string>

const chunkOf = (source: string, chunks: ChunkIds) => {
  const [, number] = /^chunk (\d+)$/i.exec(source) ?? []
  return number === undefined ? null : (chunks.get(Number(number)) ?? null)
}

/** Key under which questions that look the same to a person are equal. */
export const questionKey = (question: string) => nameKey(question.replace(/\s+/g, ' '))

/**
 * A new card from a file. It does not count as new if the file says that it was reviewed.
 * @param today the person's local date
 */
export const newRow = (
  { question, answer, tags, source, ...file }: CleanCard,
  place: { id: string; plan_id: string | null },
  chunks: ChunkIds,
  today: string,
): NewRow => {
  const { ease_factor, interval_days, repetitions, next_review } = file
  const isReviewed = (repetitions ?? 0) > 0 || (ease_factor ?? newSm2.ease_factor) !== newSm2.ease_factor
  return {
    ...place,
    chunk_id: chunkOf(source, chunks),
    question,
    answer,
    tags,
    source,
    ease_factor: ease_factor ?? newSm2.ease_factor,
    interval_days: interval_days ?? newSm2.interval_days,
    repetitions: repetitions ?? 0,
    next_review: next_review ?? today,
    is_new: isReviewed ? 0 : 1,
  }
}

/** A card with the values of the file. Members missing in the file are unchanged. */
const changedRow = (file: CleanCard, card: ListedCard, chunks: ChunkIds): ChangedRow => {
  const { question, answer, tags } = file
  const chunk = chunkOf(file.source, chunks)
  // For a card without a source, the file names its chunk as the source.
  const source = card.source === '' && chunk !== null && chunk === card.chunk_id ? '' : file.source
  const ease = file.ease_factor ?? card.ease_factor
  // The file has the ease with four decimals.
  const ease_factor = Math.abs(ease - card.ease_factor) < 0.00006 ? card.ease_factor : ease
  const repetitions = file.repetitions ?? card.repetitions
  const next_review = file.next_review ?? card.next_review
  const isReviewed = repetitions > 0 || ease_factor !== newSm2.ease_factor
  return {
    id: card.id,
    chunk_id: chunk ?? card.chunk_id,
    question,
    answer,
    tags,
    source,
    ease_factor,
    interval_days: file.interval_days ?? card.interval_days,
    repetitions,
    next_review,
    is_new: card.is_new === 1 && isReviewed ? 0 : card.is_new,
  }
}

const isSame = (row: ChangedRow, card: ListedCard) =>
  Object.entries(row).every(([name, value]) => Object.entries(card).find(([one]) => one === name)?.[1] === value)

/** Finds the stored card for each card of the file: by its key, else the oldest card with the same question. */
const matched = (files: CleanCard[], cards: ListedCard[], stored: StoredCardsFile | null) => {
  const left = new Map(cards.map((card) => [card.id, card]))
  const take = (card: ListedCard | undefined) => {
    if (card) left.delete(card.id)
    return card
  }
  const byKey = files.map(({ key }) => take(left.get(key.startsWith('@') ? '' : (stored?.keys[key]?.id ?? key))))
  const byQuestion = Map.groupBy(left.values(), ({ question }) => questionKey(question))
  const pairs = files.map((file, index) => ({
    file,
    card: byKey[index] ?? take(byQuestion.get(questionKey(file.question))?.shift()),
  }))
  return { pairs, left: [...left.keys()] }
}

/**
 * Computes the changes that make a plan's cards equal to a file's. Cards missing in the file are removed.
 * @param newId makes the id of a new card
 * @param today the person's local date
 */
export const diffCards = (
  files: CleanCard[],
  before: { cards: ListedCard[]; stored: StoredCardsFile | null; planId: string },
  chunks: ChunkIds,
  today: string,
  newId: () => string,
): { added: NewRow[]; changed: ChangedRow[]; removed: string[]; keys: FileCardKeys } => {
  const { pairs, left } = matched(files, before.cards, before.stored)
  const rows = pairs.map(({ file, card }) => ({
    key: file.key,
    card,
    row: card ? changedRow(file, card, chunks) : null,
    fresh: card ? null : newRow(file, { id: newId(), plan_id: before.planId }, chunks, today),
  }))
  return {
    added: rows.flatMap(({ fresh }) => fresh ?? []),
    changed: rows.flatMap(({ row, card }) => (row && card && !isSame(row, card) ? [row] : [])),
    removed: left,
    keys: Object.fromEntries(
      rows.flatMap(({ key, row, fresh }) => {
        const filed = row ?? fresh
        return filed ? [[key, StoredFileCard.parse(filed)] as const] : []
      }),
    ),
  }
}

const tagsJson = <R extends { tags: string }>(rows: R[]) =>
  rows.map((row) => ({ ...row, tags: JSON.stringify(tagList(row.tags)) }))

/**
 * Adds cards with the scheduler of their plan. If cards come with an SM-2 schedule, a plan without reviews switches to
 * SM-2. A card without a plan uses SM-2.
 * @param now epoch ms
 */
export const addCards = (db: D1Database, userId: string, rows: NewRow[], now: number) => [
  ...[...new Set(rows.flatMap((row) => (row.is_new === 0 && row.plan_id) || []))].map(
    (id) => sql(db)`
      UPDATE plans SET scheduler = 'sm2', seq = ${newSeq(userId)}
      WHERE user_id = ${userId} AND id = ${id} AND scheduler <> 'sm2' AND NOT EXISTS (
        SELECT 1 FROM cards WHERE user_id = ${userId} AND plan_id = ${id} AND is_new = 0)`,
  ),
  ...insertRows(db, 'cards', userId, tagsJson(rows), {
    scheduler: part`
        coalesce(
          (SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = value ->> 'plan_id'),
          iif(value ->> 'is_new' = 1, 'fsrs', 'sm2'))`,
    sm2_next: constant("value ->> 'next_review'"),
    fsrs_next: constant("value ->> 'next_review'"),
    seq: newSeq(userId),
    created_at: now,
    updated_at: now,
  }),
]

/** Saves texts and schedules of cards. A date in the file applies to both schedulers. @param now epoch ms */
export const changeCards = (db: D1Database, userId: string, rows: ChangedRow[], now: number) =>
  updateRows(db, 'cards', userId, tagsJson(rows), {
    sm2_next: constant("iif(next_review = value ->> 'next_review', sm2_next, value ->> 'next_review')"),
    fsrs_next: constant("iif(next_review = value ->> 'next_review', fsrs_next, value ->> 'next_review')"),
    updated_at: now,
    seq: newSeq(userId),
  })

/** Stores the uploaded cards file of a plan. */
export const saveFile = (db: D1Database, userId: string, planId: string, content: string, keys: FileCardKeys) => sql(
  db,
)`
  INSERT INTO card_files (user_id, plan_id, content, keys)
  VALUES (${userId}, ${planId}, ${content}, ${JSON.stringify(keys)})
  ON CONFLICT (user_id, plan_id) DO UPDATE SET content = excluded.content, keys = excluded.keys`
