import { expect, test } from 'vitest'
import { readableName } from './known-apps'

test.each([
  ['com.figma.mirror', 'Figma'],
  ['org.gnome.Nautilus', 'Nautilus'],
  ['de.bahn.my_trips', 'My trips'],
  ['com.nytimes.android', 'Nytimes'],
  ['com.android.chrome', 'Chrome'],
  ['com.facebook.katana', 'Facebook'],
])('%s without a label is read as %s', (packageName, name) => {
  expect(readableName(packageName)).toBe(name)
})

test.each([
  'Zotero',
  'code',
  'Code.exe',
  'ai.exe',
  'gpa.main',
  'app.3',
  'com.ea.gp',
  'com.android.app',
  'com',
  'com.',
  '…',
])('%s stays, as nothing in it is surely a name', (packageName) => {
  expect(readableName(packageName)).toBe(packageName)
})
