import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { sqlLiteral } from './sql-file'

const text = fc.string({
  unit: fc.oneof(fc.constantFrom("'", '\0', '\r', '\n', '\x1a', ';', '--', '😀', 'ש', "''"), fc.string()),
})

test('a literal is the text, whatever it has', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      const literal = sqlLiteral(value.toWellFormed())
      expect(literal).not.toMatch(/[^\P{Cc}\t\n]/u)
      const row = await env.DB.prepare(`SELECT hex(${literal}) AS read`).first<{ read: string }>()
      const bytes = [...new TextEncoder().encode(value.toWellFormed())]
      expect(row?.read).toBe(bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(''))
    }),
    { numRuns: runs(200) },
  )
})
