import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [
    cloudflareTest(async () => ({
      main: './test/worker.ts',
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          ENVIRONMENT: 'development',
          RATE_LIMITS: 'off',
          RUNS: process.env.RUNS ?? '10',
          TEST_MIGRATIONS: await readD1Migrations(here('./migrations')),
        },
      },
    })),
  ],
  test: {
    include: ['{functions,views,test,migrations}/**/*.test.{ts,tsx}'],
    setupFiles: ['./test/setup.ts'],
    // A worker takes seconds to start, so that each runs many files.
    isolate: false,
    maxWorkers: 3,
    // Generous, as a busy machine is slow. Tests limit a request's cost by its rows and statements.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    silent: 'passed-only',
    css: true,
  },
})
