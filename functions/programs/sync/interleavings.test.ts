import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { newHistory } from '../../../cli/sync/testing/history'
import { play } from '../../../cli/sync/testing/play'
import { settle } from '../../../cli/sync/testing/settle'
import { interleavings, type Step } from '../../../cli/sync/testing/steps'
import { newWorld } from '../../../cli/sync/testing/world'
import { signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { appService } from '../../../test/support/models/sync-app'
import { runs } from '../../../test/support/runs'
import { minute } from '../../../test/support/times'

const noon = Date.UTC(2026, 2, 3, 12)

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

const playAll = async (steps: Step[]) => {
  vi.setSystemTime(noon)
  const client = await signedIn()
  const history = newHistory()
  const world = newWorld(appService(client, history), history)
  for (const step of steps) await play(world, step)
  await settle(world)
  expect(await wrongSums(client.userId)).toEqual([])
}

test(
  'devices and the browser end up equal on the real application, with right sums',
  () => fc.assert(fc.asyncProperty(interleavings([]), playAll), { numRuns: runs(500, 8) }),
  60 * minute,
)
