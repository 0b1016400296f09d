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
          TEST_MIGRATIONS: await readD1Migrations(here('./migrations')),
        },
      },
    })),
  ],
  test: {
    include: ['{functions,views,test,migrations}/**/*.test.{ts,tsx}'],
    setupFiles: ['./test/setup.ts'],
    silent: 'passed-only',
    css: true,
    maxWorkers: 2,
  },
})
