/**
 * Control and private-use characters that the index has in its texts (migration 0026): `apart` stands around each
 * character that is a word, and `sharp` and `plus` are words for `#` and `+`, which the tokenizer skips.
 */
const [apart, sharp, plus] = ['\u0003', '\uE023', '\uE02B']

/** Characters of scripts that put no spaces between words; each is a word of the index. */
const alone =
  /[々-〇ぁ-ヿㇰ-ㇿ㐀-䶿一-鿿豈-﫿ｦ-ﾝ가-힣\u{20000}-\u{3134F}\u0E01-\u0E5B\u0E81-\u0EFF\u1000-\u109F\u1780-\u17FF\u1100-\u11FF]/gu

/** Letters whose accents the tokenizer keeps unless they stand apart. */
const accented = /[ΆΈΉΊΌΎΏΪΫάέήίόύώϊϋΐΰЁё]/g

/** A text as the index has it. */
export const indexWords = (text: string) =>
  text
    .replace(alone, `${apart}$&${apart}`)
    .replace(accented, (letter) => letter.normalize('NFD'))
    .replace(/[#+]/g, (sign) => `${sign}${apart}${sign === '#' ? sharp : plus}${apart}`)

/** A text of the index as it was written. */
export const plainWords = (text: string) =>
  text.replaceAll(apart, '').replaceAll(sharp, '').replaceAll(plus, '').normalize('NFC')

/** The ways in which a text may be stored: composed and decomposed. Latin letters are found in either. */
export const writtenForms = (text: string) => {
  const isLatin = !/[^\p{Script=Latin}\p{Script=Common}\p{Mn}]/u.test(text)
  return isLatin ? [text] : [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])]
}
