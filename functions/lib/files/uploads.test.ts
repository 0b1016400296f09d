import { expect, test } from 'vitest'
import { encoded } from '../../../test/support/hostile/damaged-files'
import { charsetOf, decodeText } from './uploads'

const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])))

test.each([
  ['UTF-8', bytes('café'), 'café'],
  ['UTF-8 with a mark', bytes('\uFEFFcafé'), 'café'],
  ['UTF-16LE', encoded('café 🚀', 'utf-16le'), 'café 🚀'],
  ['UTF-16BE', encoded('café 🚀', 'utf-16be'), 'café 🚀'],
  ['UTF-16LE without a mark', encoded('café', 'utf-16le').slice(2), 'café'],
  ['UTF-16BE without a mark', encoded('café', 'utf-16be').slice(2), 'café'],
  ['nothing', bytes(), ''],
  ['one letter', bytes('a'), 'a'],
])('%s is read as written', (_, file, text) => {
  expect(decodeText(file)).toEqual({ text, leftOut: [] })
})

test('what is not UTF-8 is read as Windows-1252, and says so', () => {
  const leftOut = [{ line: 0, what: 'Encoding', reason: expect.stringContaining('Windows-1252') }]
  for (const text of ['café', '50 € – “naïve”', 'Müller;Größe;Äpfel', 'São João']) {
    expect(decodeText(encoded(text, 'windows-1252'))).toEqual({ text, leftOut })
  }
})

test('UTF-8 with a broken character stays UTF-8, and names the line', () => {
  expect(decodeText(bytes('Größe\nnaïve caf', 0xc3, '\nend'))).toEqual({
    text: 'Größe\nnaïve caf\ufffd\nend',
    leftOut: [{ line: 2, what: 'Character', reason: expect.any(String) }],
  })
})

test('a charset that the sender names is read, unless the file tells another', () => {
  const named = (charset: string, file = encoded('café', 'windows-1252')) => decodeText(file, '', { charset })
  expect(named('ISO-8859-1')).toEqual({ text: 'café', leftOut: [] })
  expect(named('windows-1251', Uint8Array.of(0xcf, 0xf0))).toEqual({ text: 'Пр', leftOut: [] })
  expect(named('iso-8859-1', bytes('\uFEFFcafé'))).toEqual({ text: 'café', leftOut: [] })
  expect(named('ansi', bytes('café'))).toEqual({ text: 'café', leftOut: [] })
  expect(named('utf-8')).toMatchObject({ text: 'café', leftOut: [{ what: 'Encoding' }] })
  const types = ['text/csv; charset=latin1', 'text/csv;header=present; Charset = "latin1"', 'text/csv', undefined]
  expect(types.map(charsetOf)).toEqual(['latin1', 'latin1', undefined, undefined])
})

test.each([
  ['a picture', bytes(0x89, 'PNG\r\n', 0x1a, 10, 0, 0, 0, 13), 'The file is not text. Save it.'],
  ['half a character of UTF-16', Uint8Array.of(0xff, 0xfe, 0x41), 'The file is not text in UTF-16LE. Save it.'],
])('%s is refused', (_, file, problem) => {
  expect(decodeText(file, 'Save it.')).toEqual({ problem })
})
