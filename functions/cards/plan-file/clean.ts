import { TagList } from '../../lib/tags'
import { tagText } from '../../lib/text'
import type { Fault } from '../../plans/markdown/fault'
import type { AnkiCard } from '../anki/read'
import type { CardValues, ReadCard } from '../file/read'
import { answer, question, source } from '../schema'

/** A card of a file or of Anki’s text, with texts as the forms keep them. Null for a schedule that it does not name. */
export type CleanCard = {
  /** Its key in the file. */
  key: string
  /** 1 for the first line of the file. */
  line: number
  question: string
  answer: string
  /** As in `CardRow`. */
  tags: string
  source: string
} & Pick<CardValues, 'created' | 'ease_factor' | 'interval_days' | 'repetitions' | 'next_review'>

const noSchedule = { created: null, ease_factor: null, interval_days: null, repetitions: null, next_review: null }

type Texts = { question: string; answer: string; tags: string[]; source: string | null }

/** Texts as the forms keep them; the first message of one that they refuse. */
export const cleanTexts = (texts: Texts): Pick<CleanCard, keyof Texts> | { message: string } => {
  const read = {
    question: question.safeParse(texts.question),
    answer: answer.safeParse(texts.answer),
    tags: TagList.safeParse(texts.tags.flatMap((tag) => tag.split(','))),
    source: source.safeParse(texts.source ?? ''),
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
    ({ line }, index) => ({ ...noSchedule, key: `@${index}`, line }),
  )
