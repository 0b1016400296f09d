import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './settings'

test('each picture of the manifest is there', () => {
  const manifest = readFileSync(join(root, 'public/manifest.webmanifest'), 'utf8')
  const sources = [...manifest.matchAll(/"src": "([^"]+)"/g)].map(([, src = '']) => src)
  expect(sources.length).toBeGreaterThan(10)
  expect(sources.filter((src) => !existsSync(join(root, 'public', src)))).toEqual([])
})
