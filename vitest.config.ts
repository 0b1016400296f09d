import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath, URL } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { bundledTests } from './scripts/bundled-tests.ts'
import { liveWorker } from './scripts/live-worker.ts'
import { memoryFolder } from './scripts/memory-folder.ts'
import { runs, seed } from './scripts/shares.ts'
import { TestOrder } from './scripts/test-order.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Answers with the text of each file below the folder in the address, by its path (test/support/files.ts). */
const serveFiles = (request: Request) => {
  const { pathname, searchParams } = new URL(request.url)
  const encoding = searchParams.get('encoding') === 'latin1' ? 'latin1' : 'utf8'
  const paths = globSync(`${pathname.slice(1)}/**/*.*`, { cwd: here('.') }).sort()
  return Response.json(Object.fromEntries(paths.map((path) => [path, readFileSync(here(path), encoding)])))
}

// Generous, as a busy machine is slow. Tests limit a request's cost by its rows and statements.
const timeouts = { testTimeout: 300_000, hookTimeout: 300_000 }

const folder = process.env.TMPDIR ? undefined : memoryFolder()
if (folder) process.env.TMPDIR = folder

/** Test files that run in workerd. */
const files = '{functions,views,test,migrations,cli}/**/*.test.{ts,tsx}'
const excluded = '**/*.node.test.ts'

console.log(`RUNS=${runs} SEED=${seed}`)

const isRun = process.argv.includes('run')
const isShuffled = process.argv.some((argument) => argument.startsWith('--sequence.shuffle'))

/** Tests in workerd, whose workers stay from file to file (test/support/setup.ts), and in Node those of the command line, the browser and scripts. */
export default defineConfig({
  test: {
    silent: 'passed-only',
    sequence: isShuffled ? {} : { sequencer: TestOrder },
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              workers: [await liveWorker()],
              serviceBindings: { FILES: serveFiles },
              bindings: {
                ENVIRONMENT: 'development',
                RATE_LIMITS: 'off',
                NOW: process.env.NOW ?? '2026-11-25T12:00:00Z',
                RUNS: runs,
                SEED: seed,
                TEST_MIGRATIONS: await readD1Migrations(here('./migrations')),
              },
            },
          })),
          // Watch mode reads modules one by one, as it has to know which tests a change concerns.
          isRun && bundledTests(files, excluded),
        ],
        test: {
          name: 'worker',
          sequence: { groupOrder: 1 },
          // Each uses a core, and loads and compiles the whole application.
          maxWorkers: 2,
          include: [files],
          exclude: [excluded],
          isolate: false,
          ...timeouts,
          globalSetup: ['./scripts/built-assets.ts'],
          setupFiles: ['./test/support/setup.ts'],
          css: true,
        },
      },
      {
        test: {
          name: 'node',
          // First, while the others are bundled, and several at once, as they wait for processes that they start.
          sequence: { groupOrder: 0 },
          maxWorkers: 4,
          include: ['{cli,client,scripts}/**/*.node.test.ts'],
          environment: 'node',
          pool: 'forks',
          env: { TZ: 'UTC' },
          setupFiles: ['./cli/testing-setup.ts'],
          ...timeouts,
        },
      },
    ],
  },
})
