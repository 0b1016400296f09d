import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Tests in workerd, whose workers stay from file to file (test/setup.ts). */
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
    isolate: false,
    // Generous, as a busy machine is slow. Tests limit a request's cost by its rows and statements.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    setupFiles: ['./test/setup.ts'],
    css: true,
    silent: 'passed-only',
    // Each worker uses a core, and loads the whole application.
    maxWorkers: 2,
  },
})
