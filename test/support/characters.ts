import fc from 'fast-check'

/** Any character. With `unit: 'binary'` the first text of a worker takes a second, and 100 MB: a map of all characters. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10f7ff })
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800))
