import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const all = '{functions,views,test,migrations}/**/*.test.{ts,tsx}'

/** Tests of what all people share: accounts, mail, limits, the tables themselves. */
const apart = [
  'functions/{account,admin,auth,mail}/**/*.test.ts',
  'functions/settings/{sign-in,tokens}/**/*.test.ts',
  'test/{headers,hostile,limits,markup,migrations}*.test.ts',
  'test/api/truth.test.ts',
]

/** Tests in workerd, whose workers stay from file to file; in `apart` each file gets empty storage (test/setup.ts). */
const project = (name: string, files: { include: string[]; exclude?: string[] }) => ({
  plugins: [
    cloudflareTest(async () => ({
      main: './test/worker.ts',
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          ENVIRONMENT: 'development',
          RATE_LIMITS: 'off',
          RUNS: process.env.RUNS ?? '10',
          APART: name === 'apart' ? 'yes' : 'no',
          TEST_MIGRATIONS: await readD1Migrations(here('./migrations')),
        },
      },
    })),
  ],
  test: {
    name,
    isolate: false,
    // Generous, as a busy machine is slow. Tests limit a request's cost by its rows and statements.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    ...files,
    setupFiles: ['./test/setup.ts'],
    css: true,
  },
})

export default defineConfig({
  test: {
    projects: [project('apart', { include: apart }), project('together', { include: [all], exclude: apart })],
    silent: 'passed-only',
    maxWorkers: 3,
  },
})
