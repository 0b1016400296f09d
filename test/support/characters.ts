import fc from 'fast-check'

/** Any code point. `unit: 'binary'` builds a table of them all: 1 s and 100 MB. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10f7ff })
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800))
