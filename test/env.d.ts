import type { D1Migration } from '@cloudflare/vitest-plugin'
import type { Bindings } from '../functions/lib/env'

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {
      TEST_MIGRATIONS: D1Migration[]
      /** `yes` where each test file gets empty storage. */
      APART: string
      /** The share of the runs of property tests, in percent (test/runs.ts). */
      RUNS: string
    }
  }
}
