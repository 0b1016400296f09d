import { expect, test } from 'vitest'
import { isWhole } from '../shares'
import { buildWorker } from '../worker'
import { bytesOf, modulesOf } from './worker-size'

const kilobytes = 1024

// It bundles the Worker as it is deployed, which takes as long as a hundred tests.
test.runIf(isWhole)(
  'the start of the Worker is under 600 KB: what few requests need is loaded when they come',
  async () => {
    const { all, start } = modulesOf(await buildWorker())
    expect(bytesOf(start).plain).toBeLessThan(600 * kilobytes)
    expect(bytesOf([...all.values()]).plain).toBeGreaterThan(2 * bytesOf(start).plain)
  },
)
