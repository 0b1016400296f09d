import { fileURLToPath } from 'node:url'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const all = '{functions,views,test,migrations}/**/*.test.{ts,tsx}'

/** Tests that look at what everybody has in common: all people, all mail, all limits, the tables themselves. */
const apart = [
  'functions/{admin,auth,mail,me}/**/*.test.ts',
  'functions/settings/{account,sign-in,tokens}/**/*.test.ts',
  'test/{headers,hostile,limits,markup,migrations}*.test.ts',
]

/** Tests in workerd on a D1 of their own: one for each file, or one for all that a worker comes to. */
const project = (name: string, isolate: boolean, files: { include: string[]; exclude?: string[] }) => ({
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
    name,
    isolate,
    ...files,
    setupFiles: ['./test/setup.ts'],
    css: true,
  },
})

export default defineConfig({
  test: {
    projects: [
      project('apart', true, { include: apart }),
      project('together', false, { include: [all], exclude: apart }),
    ],
    silent: 'passed-only',
    maxWorkers: 3,
  },
})
