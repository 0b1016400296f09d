import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { assetHeaders } from './worker.ts'

test('assets are kept for a year by their names, and one that is missing is not', () => {
  const rule = '  Cache-Control: public, max-age=31536000, immutable'
  const headers = readFileSync('public/_headers', 'utf8')
  expect(headers).toContain(`/assets/*\n${rule}`)
  const built = assetHeaders(headers, ['/assets/app-0a1b2c3d.css', '/assets/app-0a1b2c3d.js'])
  const own = ['css', 'js'].map((type) => `/assets/app-0a1b2c3d.${type}\n  ! Cache-Control\n${rule}\n\n`).join('')
  expect(built).toContain(`/assets/*\n  Cache-Control: no-store\n\n${own}/pictures/*`)
})
