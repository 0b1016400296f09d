import { type Card, createEmptyCard, fsrs, type Grade, type State } from 'ts-fsrs'
import type { Rating } from './sm2'

/** The state of a card by FSRS. Instants are epoch ms. */
export type FsrsState = {
  stability: number
  difficulty: number
  state: number
  learning_steps: number
  scheduled_days: number
  reps: number
  lapses: number
  due_at: number
  reviewed_at: number | null
}

const scheduler = fsrs()

/** State of a card before its first review. @param now epoch ms */
export const newFsrs = (now: number): FsrsState => stored(createEmptyCard(new Date(now)))

const stored = ({ due, last_review, elapsed_days: _, ...card }: Card): FsrsState => ({
  ...card,
  due_at: due.getTime(),
  reviewed_at: last_review?.getTime() ?? null,
})

const given = ({ due_at, reviewed_at, ...card }: FsrsState): Card => ({
  ...card,
  state: card.state as State,
  due: new Date(due_at),
  elapsed_days: 0,
  ...(reviewed_at === null ? {} : { last_review: new Date(reviewed_at) }),
})

/** The state after a rating, by FSRS with the default parameters of ts-fsrs. @param at moment of the review, epoch ms */
export const rateFsrs = (state: FsrsState, rating: Rating, at: number): FsrsState =>
  stored(scheduler.next(given(state), new Date(at), rating as number as Grade).card)
