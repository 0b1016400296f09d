import fc from 'fast-check'
import { idsOf, type WriteKind } from './data'
import type { RowName } from './history'
import { type BrowserAction, rowNames, type Upheaval } from './world'

export type Step =
  | { do: 'edit'; device: number; row: RowName; kind: WriteKind }
  | { do: 'rewrite' | 'remove'; device: number; row: RowName }
  | { do: 'rate'; device: number; card: string }
  | { do: 'browse'; action: BrowserAction; row: RowName }
  /** A request of the device leaves, with so many deltas at most. */
  | { do: 'ask'; device: number; deltas: number }
  /** The request arrives; its reply does; either is lost. */
  | { do: 'arrive' | 'reply' | 'lose'; device: number }
  /** A copy of any request arrives, in part where `part` is not 0, and its reply reaches the device where `isHeard`. */
  | { do: 'late'; copy: number; part: number; isHeard: boolean }
  /** A whole sync. The request of that number does not arrive, or its reply does not. */
  | { do: 'sync'; device: number; failing: number; isReplyLost: boolean }
  /** The device stops in the midst of its next work. */
  | { do: 'crash'; device: number; changes: number }
  | { do: 'clock'; device: number; ahead: number }
  | { do: 'wait'; ms: number }
  | { do: 'upheaval'; kind: Upheaval }

const day = 86_400_000

const device = fc.nat({ max: 2 })
const row = fc.constantFrom(...rowNames)
const kind = fc.constantFrom<WriteKind[]>('plain', 'plain', 'altered', 'refused', 'running')
const action = fc.constantFrom<BrowserAction[]>('write', 'write', 'timer', 'delete', 'restore', 'review', 'bring_back')
const ms = fc.constantFrom(0, 1, 50, 5_000, 3_600_000)

const named = <Name extends Step['do']>(name: Name) => fc.constant(name)

/** Interleavings of three devices, a browser and a network, up to 40 steps long. Upheavals happen to the model alone. */
export const interleavings = (upheavals: Upheaval[]) =>
  fc.array<Step>(
    fc.oneof(
      { weight: 8, arbitrary: fc.record({ do: named('edit'), device, row, kind }) },
      { weight: 1, arbitrary: fc.record({ do: named('rewrite'), device, row }) },
      { weight: 3, arbitrary: fc.record({ do: named('remove'), device, row }) },
      { weight: 2, arbitrary: fc.record({ do: named('rate'), device, card: fc.constantFrom(...idsOf.card) }) },
      { weight: 4, arbitrary: fc.record({ do: named('browse'), action, row }) },
      { weight: 6, arbitrary: fc.record({ do: named('ask'), device, deltas: fc.integer({ min: 1, max: 4 }) }) },
      { weight: 6, arbitrary: fc.record({ do: named('arrive'), device }) },
      { weight: 6, arbitrary: fc.record({ do: named('reply'), device }) },
      { weight: 1, arbitrary: fc.record({ do: named('lose'), device }) },
      {
        weight: 3,
        arbitrary: fc.record({
          do: named('late'),
          copy: fc.nat({ max: 99 }),
          part: fc.nat({ max: 7 }),
          isHeard: fc.boolean(),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ do: named('sync'), device, failing: fc.nat({ max: 9 }), isReplyLost: fc.boolean() }),
      },
      { weight: 2, arbitrary: fc.record({ do: named('crash'), device, changes: fc.integer({ min: 1, max: 9 }) }) },
      { weight: 2, arbitrary: fc.record({ do: named('clock'), device, ahead: fc.integer({ min: -day, max: day }) }) },
      { weight: 3, arbitrary: fc.record({ do: named('wait'), ms }) },
      ...(upheavals.length > 0
        ? [{ weight: 1, arbitrary: fc.record({ do: named('upheaval'), kind: fc.constantFrom(...upheavals) }) }]
        : []),
    ),
    { minLength: 5, maxLength: 40, size: 'max' },
  )
