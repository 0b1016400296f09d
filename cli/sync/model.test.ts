import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../test/runs'
import { newHistory } from './testing/history'
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

test('these come to each decision', () => {
  expect([...decisions].sort()).toEqual(['apply', 'apply_and_keep', 'lost', 'superseded', 'unchanged'])
})
