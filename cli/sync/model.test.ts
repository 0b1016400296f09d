import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { newHistory, type RowName } from './testing/history'
import { newModel } from './testing/model'
import { modelService } from './testing/model-service'
import { play } from './testing/play'
import { settle } from './testing/settle'
import { interleavings, type Step } from './testing/steps'
import { newWorld } from './testing/world'

const decisions = new Set<string>()

const playAll = async (steps: Step[], pageDeltas: number) => {
  const history = newHistory()
  const world = newWorld(modelService(newModel(pageDeltas), history), history)
  for (const step of steps) await play(world, step)
  await settle(world)
  for (const decision of history.decisions) decisions.add(decision)
}

const page = fc.integer({ min: 1, max: 5 })

const minutes = 60_000

test(
  'devices and a browser end up equal without losing a write, whatever the order',
  () => fc.assert(fc.asyncProperty(interleavings([]), page, playAll), { numRuns: runs(90_000) }),
  60 * minutes,
)

test(
  'so they do where tombstones were removed or an archive was restored',
  () =>
    fc.assert(fc.asyncProperty(interleavings(['purge', 'archive', 'restore']), page, playAll), {
      numRuns: runs(10_000),
    }),
  60 * minutes,
)

test('a device and the browser delete a row in the same millisecond, and the device writes it again', async () => {
  const row: RowName = { type: 'session', id: 's2' }
  const sync: Step = { do: 'sync', device: 0, failing: 0, isReplyLost: false }
  const write: Step = { do: 'edit', device: 0, row, kind: 'plain' }
  const remove: Step[] = [
    { do: 'wait', ms: 5_000 },
    { do: 'remove', device: 0, row },
    { do: 'browse', action: 'delete', row },
  ]
  const arrival: Step[] = [
    { do: 'ask', device: 0, deltas: 1 },
    { do: 'arrive', device: 0 },
  ]
  await playAll([write, ...arrival, ...remove, sync, write], 1)
})

test('these come to each decision', () => {
  expect([...decisions].sort()).toEqual(['apply', 'apply_and_keep', 'lost', 'superseded', 'unchanged'])
})
