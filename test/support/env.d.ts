import type { D1Migration } from '@cloudflare/vitest-plugin'
import type { Bindings } from '../../functions/lib/env'

declare global {
  /** True where the file before this one in its worker had storage of its own. */
  var wasApart: boolean | undefined
  /** The parts of the schema, as JSON, after a worker created its tables. */
  var createdSchema: string | undefined
  /** Added to the machine's clock in a test file, in ms (test/support/setup.ts). */
  var clockOffset: number
  /** `Date` by that clock. Vitest restores the one that it found first. */
  var DateOfTests: DateConstructor
  /** Vitest's, with the runner that loads the modules of tests. */
  var __vitest_mocker__: {
    moduleRunner: {
      transport: { invoke: unknown }
      evaluator: { createRequire: unknown }
      options: { createImportMeta: unknown }
    }
  }

  namespace Cloudflare {
    interface Env extends Bindings {
      TEST_MIGRATIONS: D1Migration[]
      /** Files of the repository (vitest.config.ts). */
      FILES: Fetcher
      /** The instant at which the clock of tests starts (vitest.config.ts). */
      NOW: string
      /** Percent of all runs, and the seed of the shares that are taken of the rest (test/support/runs.ts). */
      RUNS: string
      SEED: string
    }
  }
}
