import { v7 as uuid } from 'uuid'

export type Random = ReturnType<typeof seededRandom>

/** Reproducible random numbers, by the mulberry32 generator. */
export const seededRandom = (seed: number) => {
  let state = seed >>> 0

  /** 0 ≤ x < 1 */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** integer, both bounds included */
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))

  return {
    next,
    int,
    chance: (probability: number) => next() < probability,
    pick: <T>(items: readonly [T, ...T[]]) => items[int(0, items.length - 1)] ?? items[0],
    /** UUIDv7 of an instant in epoch ms */
    id: (instant: number) => uuid({ msecs: instant, random: Uint8Array.from({ length: 16 }, () => int(0, 255)) }),
  }
}
